package org.turnpike.training.optimizer;

/**
 * {@code m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; θ ← θ − rate/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)}, in PyTorch's order of operations.
 */
final class AdamOptimizer implements Optimizer {

    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final float[] mean;
    private final float[] square;
    private long steps;

    AdamOptimizer(double beta1, double beta2, double epsilon, int size) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.mean = new float[size];
        this.square = new float[size];
    }

    @Override
    public void step(float[] values, float[] gradient, double rate) {
        steps++;
        float keepMean = (float) beta1;
        float takeMean = (float) (1 - beta1);
        float keepSquare = (float) beta2;
        float takeSquare = (float) (1 - beta2);
        // StrictMath: the same bits on every machine.
        float negativeStep = (float) (-rate / (1 - StrictMath.pow(beta1, (double) steps)));
        float correction = (float) Math.sqrt(1 - StrictMath.pow(beta2, (double) steps));
        float guard = (float) epsilon;
        for (int i = 0; i < mean.length; i++) {
            float g = gradient[i];
            mean[i] = keepMean * mean[i] + takeMean * g;
            square[i] = keepSquare * square[i] + takeSquare * (g * g);
            float denominator = (float) Math.sqrt(square[i]) / correction + guard;
            values[i] += negativeStep * (mean[i] / denominator);
        }
    }

    @Override
    public OptimizerState state() {
        return new OptimizerState(steps, new float[][] {mean, square});
    }

    @Override
    public void restore(OptimizerState state) {
        state.copyMoment(0, mean);
        state.copyMoment(1, square);
        steps = state.steps();
    }
}
