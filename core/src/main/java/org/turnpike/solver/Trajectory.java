package org.turnpike.solver;

import java.util.Arrays;
import java.util.Optional;

/**
 * Solutions of several samples at requested times.
 *
 * @param times as requested
 * @param states {@code [sample][time][n]}; after a failure, NaN where a solution did not get to
 * @param evaluations of the field for the steps, mean over the samples; some interpolants take one more a step, see {@link
 *     DenseOutput}
 * @param failure the first one there was; its lane counts the samples as they were given
 */
public record Trajectory(double[] times, double[][][] states, double evaluations, Optional<SolveFailure> failure) {

    public Trajectory {
        times = times.clone();
        states = Arrays.stream(states)
                .map(sample -> Arrays.stream(sample).map(double[]::clone).toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    /** State of sample number {@code sample} at requested time number {@code time}. */
    public double[] state(int sample, int time) {
        return states[sample][time].clone();
    }
}
