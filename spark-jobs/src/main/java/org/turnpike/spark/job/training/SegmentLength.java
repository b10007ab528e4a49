package org.turnpike.spark.job.training;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How many iterations a segment has: a multiple of {@code cluster.checkpoint-every}, and no fewer than take a second, or twenty
 * times as long as it takes to go from one segment to the next. So checkpoints cost less than a twentieth of the time, however
 * quick the iterations are. Before the first segment nothing is known: it is the shortest.
 */
final class SegmentLength {
    private static final double LEAST_SECONDS = 1;
    private static final double SECONDS_PER_COST = 20;
    private static final double NANOSECONDS = 1e-9;

    private final long every;
    private final OptionalDouble pause;
    private final LongSupplier nanoClock;
    private long endedAt;
    private long iterations;
    private double seconds;
    private double secondsPerIteration = Double.NaN;
    private double cost;
    private int segments;

    /**
     * @param every iterations
     * @param pause seconds that a segment has at least; empty to go by what segments cost
     */
    SegmentLength(long every, OptionalDouble pause) {
        this(every, pause, System::nanoTime);
    }

    SegmentLength(long every, OptionalDouble pause, LongSupplier nanoClock) {
        this.every = every;
        this.pause = pause;
        this.nanoClock = nanoClock;
    }

    /**
     * The stage begins, or goes on.
     *
     * @param done iterations of the stage so far
     * @param trained seconds that they took
     */
    void begins(long done, double trained) {
        iterations = done;
        seconds = trained;
    }

    /** @param done iterations of the stage so far */
    long next(long done) {
        long first = every - done % every;
        double wanted = pause.orElse(Math.max(LEAST_SECONDS, SECONDS_PER_COST * cost));
        double missing = Double.isNaN(secondsPerIteration) ? 0 : wanted / secondsPerIteration - first;
        return first + (long) Math.ceil(Math.max(0, missing) / every) * every;
    }

    /**
     * A segment has ended.
     *
     * @param done iterations of the stage so far
     * @param trained seconds that they took
     */
    void ended(long done, double trained) {
        long now = nanoClock.getAsLong();
        if (done > iterations) {
            secondsPerIteration = (trained - seconds) / (done - iterations);
        }
        // before the first segment a worker had to be prepared
        if (segments++ > 0) {
            cost = Math.max(0, (now - endedAt) * NANOSECONDS - (trained - seconds));
        }
        endedAt = now;
        iterations = done;
        seconds = trained;
    }
}
