package org.turnpike.training;

import java.io.Serializable;

/**
 * One iteration: all figures belong to the weights and the terminal time before its update.
 *
 * @param iteration counted from 0 over the stage
 * @param epoch counted from 0
 * @param loss cost with penalties
 * @param cost weighted mean of the samples' costs in the batch
 * @param rows in the batch
 * @param forwardEvaluations of the field, mean over the samples
 * @param backwardEvaluations of the field or its derivative on the way back, mean over the samples
 * @param gradientNorm with respect to [θ, t_f], before clipping
 * @param seconds that the iteration took
 */
public record IterationReport(
        long iteration,
        int epoch,
        double loss,
        double cost,
        long rows,
        double terminalTime,
        double forwardEvaluations,
        double backwardEvaluations,
        double gradientNorm,
        double seconds)
        implements Serializable {}
