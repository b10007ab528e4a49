package org.turnpike.training.optimizer;

/**
 * Turns gradients into updates of a run of numbers, and remembers what it needs from step to step.
 *
 * <p>All rules are elementwise, so an optimizer of a slice does to its numbers what one of the whole vector would. Arithmetic
 * is single precision, as in PyTorch, whose formulas these are.
 */
public interface Optimizer {

    /**
     * Updates {@code values} in place by {@code gradient}: as many numbers as the optimizer has, from the beginning of both.
     * With one index for all arrays the compiler makes SIMD instructions of the loop, else it cannot know that they do not overlap.
     *
     * @param rate learning rate of this step
     */
    void step(float[] values, float[] gradient, double rate);

    /** What it remembers, copied. */
    OptimizerState state();

    /** Goes on from {@code state}, which is copied. */
    void restore(OptimizerState state);
}
