package org.turnpike.training.optimizer;

/**
 * Learns a time by a quadratic model of the loss (Liu, Chen, Theodorou 2021, §3.3): with {@code s = dΦ/dt_f}, {@code Q_t = s +
 * c(t_f − t0)}, {@code Q_tt = s² + c} and {@code Q_tθ = s ∂Φ/∂θ}, the Gauss–Newton approximations of the paper, {@code t_f ← t_f −
 * η (Q_t + Q_tθ · δθ) / Q_tt}, where δθ is how the weights of the field have just changed. For t0, of which the paper does not
 * speak, the same holds with {@code s = dΦ/dt0} and {@code Q_t = s − c(t_f − t0)}.
 *
 * <p>Q_t and Q_tt are running averages with the authors' decay; s in the feedback is the last iteration's.
 */
public final class HorizonUpdate {

    private static final float KEEP = 0.99f;

    private final SecondOrder.Horizon settings;
    private final int sign;
    private final float[] averages = new float[2];
    private long seen;

    private HorizonUpdate(SecondOrder.Horizon settings, int sign) {
        this.settings = settings;
        this.sign = sign;
    }

    public static HorizonUpdate ofTerminalTime(SecondOrder.Horizon settings) {
        return new HorizonUpdate(settings, 1);
    }

    public static HorizonUpdate ofInitialTime(SecondOrder.Horizon settings) {
        return new HorizonUpdate(settings, -1);
    }

    /**
     * Takes in what an iteration has found.
     *
     * @param slope s
     * @param length t_f − t0
     */
    public void observe(double slope, double length) {
        average(0, slope + sign * settings.penalty() * length);
        average(1, slope * slope + settings.penalty());
        seen++;
    }

    /** Whether the time is to move after this many iterations of the stage. */
    public boolean isDue(long iterations) {
        return iterations % settings.every() == 0;
    }

    /**
     * By how much the time moves.
     *
     * @param slope s of this iteration
     * @param change {@code ∂Φ/∂θ · δθ} over the weights of the field
     */
    public double step(double slope, double change) {
        return -settings.rate() * (averages[0] + slope * change) / averages[1];
    }

    public OptimizerState state() {
        return new OptimizerState(seen, new float[][] {averages});
    }

    public void restore(OptimizerState state) {
        state.copyMoment(0, averages);
        seen = state.steps();
    }

    public void reset() {
        seen = 0;
    }

    private void average(int place, double value) {
        averages[place] = seen == 0 ? (float) value : KEEP * averages[place] + (1 - KEEP) * (float) value;
    }
}
