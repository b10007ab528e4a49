package org.turnpike.training.optimizer;

/** {@code v ← μv + g; θ ← θ − rate · v}, or with Nesterov's momentum {@code θ ← θ − rate · (g + μv)}. */
final class SgdOptimizer implements Optimizer {

    private final OptimizerSettings.Sgd settings;
    private final float[] velocity;
    private long steps;

    SgdOptimizer(OptimizerSettings.Sgd settings, int size) {
        this.settings = settings;
        this.velocity = new float[size];
    }

    @Override
    public void step(float[] values, float[] gradient, double rate) {
        steps++;
        float momentum = (float) settings.momentum();
        float negativeRate = (float) -rate;
        boolean ahead = settings.kind() == OptimizerSettings.Momentum.NESTEROV;
        for (int i = 0; i < velocity.length; i++) {
            float g = gradient[i];
            velocity[i] = momentum * velocity[i] + g;
            values[i] += negativeRate * (ahead ? g + momentum * velocity[i] : velocity[i]);
        }
    }

    @Override
    public OptimizerState state() {
        return new OptimizerState(steps, new float[][] {velocity});
    }

    @Override
    public void restore(OptimizerState state) {
        state.copyMoment(0, velocity);
        steps = state.steps();
    }
}
