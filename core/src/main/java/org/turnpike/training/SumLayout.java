package org.turnpike.training;

/**
 * What a sum over samples holds, and where: the gradient with respect to the weights, that with respect to the terminal time,
 * then figures that are summed with them.
 *
 * <p>Sums travel, never means; they are divided by the global weight where they are used.
 *
 * @param parameters number of weights n; the vector that is learned is [θ, t_f], of n + 1 numbers
 */
public record SumLayout(int parameters) {

    /** Number of figures after the gradient. */
    public static final int FIGURES = 8;

    public int terminalTime() {
        return parameters;
    }

    /** {@code Σ weight · cost}. */
    public int cost() {
        return parameters + 1;
    }

    public int weight() {
        return parameters + 2;
    }

    public int rows() {
        return parameters + 3;
    }

    /** Evaluations of the field forward, summed over the rows. */
    public int forward() {
        return parameters + 4;
    }

    public int backward() {
        return parameters + 5;
    }

    /** Tiles whose solve failed. */
    public int failures() {
        return parameters + 6;
    }

    /** {@code Σ weight} over rows that are classified right, {@code Σ weight · squared error}, or {@code −Σ weight · log-density}. */
    public int score() {
        return parameters + 7;
    }

    /** Where the same figures lie in an array of them alone, which has no weights. */
    public SumLayout figures() {
        return new SumLayout(0);
    }

    public int size() {
        return parameters + FIGURES;
    }
}
