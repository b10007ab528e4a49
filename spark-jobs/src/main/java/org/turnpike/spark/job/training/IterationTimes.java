package org.turnpike.spark.job.training;

import java.util.Arrays;

/** The median time of any number of iterations, from an even selection of them. */
final class IterationTimes {
    private static final int MOST = 1 << 14;

    private final double[] seconds = new double[MOST];
    private int kept;
    private long seen;
    private long stride = 1;

    void add(double iterationSeconds) {
        if (seen++ % stride == 0) {
            if (kept == MOST) {
                for (int i = 0; i < MOST / 2; i++) {
                    seconds[i] = seconds[2 * i];
                }
                kept = MOST / 2;
                stride *= 2;
            }
            seconds[kept++] = iterationSeconds;
        }
    }

    /** NaN where there is none. */
    double medianMilliseconds() {
        if (kept == 0) {
            return Double.NaN;
        }
        double[] sorted = Arrays.copyOf(seconds, kept);
        Arrays.sort(sorted);
        return 1000 * sorted[kept / 2];
    }
}
