package org.turnpike.training.batch;

/**
 * What a sum over samples holds, and where: the gradient with respect to the weights, those with respect to the times t_f and
 * t0, then figures that are summed with them.
 *
 * <p>Sums travel, never means; they are divided by the global weight where they are used. The vector that is learned is [θ, t_f,
 * t0], and its numbers lie where the sums of their derivatives do. A time that nothing learns is carried along.
 *
 * @param parameters number of weights
 */
public record SumLayout(int parameters) {

    /** Numbers of the vector that follow the weights: t_f and t0. */
    public static final int TIMES = 2;

    /** Number of figures after the gradient with respect to the weights. */
    public static final int FIGURES = 9;

    /** The layout of a vector of {@code length} numbers. */
    public static SumLayout ofVector(int length) {
        return new SumLayout(length - TIMES);
    }

    /** How many numbers are learned: those of [θ, t_f, t0]. */
    public int vectorSize() {
        return parameters + TIMES;
    }

    public int terminalTime() {
        return parameters;
    }

    public int initialTime() {
        return parameters + 1;
    }

    /** {@code Σ weight · cost}. */
    public int cost() {
        return parameters + 2;
    }

    public int weight() {
        return parameters + 3;
    }

    public int rows() {
        return parameters + 4;
    }

    /** Evaluations of the field forward, summed over the rows. */
    public int forward() {
        return parameters + 5;
    }

    public int backward() {
        return parameters + 6;
    }

    /** Tiles whose solve failed. */
    public int failures() {
        return parameters + 7;
    }

    /** {@code Σ weight} over rows that are classified right, {@code Σ weight · squared error}, or {@code −Σ weight · log-density}. */
    public int score() {
        return parameters + 8;
    }

    /** Where the same figures lie in an array of them alone, which has no weights. */
    public SumLayout figures() {
        return new SumLayout(0);
    }

    public int size() {
        return parameters + FIGURES;
    }
}
