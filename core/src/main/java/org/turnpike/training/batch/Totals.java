package org.turnpike.training.batch;

import java.io.Serializable;

/**
 * Figures of one batch or one pass over the data, of all workers together.
 *
 * @param cost weighted mean of the samples' costs; NaN where a solve failed
 * @param weight sum of the samples' weights
 * @param rows number of samples
 * @param forwardEvaluations of the field, mean over the samples
 * @param backwardEvaluations of the field or its derivative on the way back, mean over the samples
 * @param score weighted share of samples classified right, or mean squared error
 * @param failedTiles tiles whose solve failed
 */
public record Totals(
        double cost,
        double weight,
        long rows,
        double forwardEvaluations,
        double backwardEvaluations,
        double score,
        long failedTiles)
        implements Serializable {

    /** From sums that {@code layout} describes; its figures are all that is read. */
    public static Totals of(double[] sums, SumLayout layout) {
        double weight = sums[layout.weight()];
        double rows = sums[layout.rows()];
        // A batch in which every row weighs nothing costs nothing.
        double divisor = weight > 0 ? weight : 1;
        long failed = (long) sums[layout.failures()];
        return new Totals(
                failed > 0 ? Double.NaN : sums[layout.cost()] / divisor,
                weight,
                (long) rows,
                sums[layout.forward()] / rows,
                sums[layout.backward()] / rows,
                sums[layout.score()] / divisor,
                failed);
    }

    public boolean isFinite() {
        return Double.isFinite(cost);
    }

    /** The same figures with the evaluations of another pass over the same rows added. */
    public Totals plusEvaluations(Totals other) {
        return new Totals(
                cost,
                weight,
                rows,
                forwardEvaluations + other.forwardEvaluations,
                backwardEvaluations + other.backwardEvaluations,
                score,
                failedTiles + other.failedTiles);
    }
}
