package org.turnpike.spark.job.command;

import java.util.List;
import org.turnpike.training.IterationReport;
import org.turnpike.training.TrainingEnd;

/**
 * One stage as {@code bench} has timed it.
 *
 * @param warmUp iterations at the beginning that are left out of the median
 * @param compileSeconds before the first iteration
 * @param seconds of all iterations, and of what the stage did between them
 */
record BenchTraining(
        List<IterationReport> iterations, int warmUp, TrainingEnd end, double compileSeconds, double seconds) {

    /** Takes the figures down. */
    interface Reader {
        void read(BenchTraining training);
    }

    /** Those that count in a median; at least the last one, where there is one. */
    List<IterationReport> timed() {
        int count = iterations.size();
        return iterations.subList(Math.min(warmUp, Math.max(0, count - 1)), count);
    }
}
