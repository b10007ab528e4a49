package org.turnpike.training.stage;

import java.io.Serializable;

/**
 * One epoch, a row of the history: means over its iterations, each counted by its weight. In full-batch training an epoch is
 * an iteration.
 *
 * @param epoch counted from 0
 * @param iterations from the start of the stage to the end of this epoch
 * @param loss cost with penalties
 * @param cost weighted mean of the samples' costs
 * @param initialTime t0 of the last iteration's solves
 * @param terminalTime t_f of the last iteration's solves
 * @param forwardEvaluations of the field per iteration, mean over the samples
 * @param backwardEvaluations of the field or its derivative on the way back
 * @param gradientNorm of the last iteration
 * @param rate learning rate of the weights
 * @param seconds from the start of the stage to the end of this epoch
 * @param validation figures after the epoch; null where it was not validated
 */
public record EpochReport(
        int epoch,
        long iterations,
        double loss,
        double cost,
        double initialTime,
        double terminalTime,
        double forwardEvaluations,
        double backwardEvaluations,
        double gradientNorm,
        double rate,
        double seconds,
        Validation validation)
        implements Serializable {

    /**
     * Figures of the validation rows.
     *
     * @param loss cost with penalties, which models are chosen by
     * @param cost weighted mean of the rows' costs
     * @param score share of rows classified right, or mean squared error
     * @param forwardEvaluations of the field, mean over the rows
     */
    public record Validation(double loss, double cost, double score, double forwardEvaluations)
            implements Serializable {}
}
