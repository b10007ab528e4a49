package org.turnpike.spark.job.training;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time of day, as manifests have it. */
final class Clock {
    private Clock() {}

    /** ISO 8601, UTC, to the second. */
    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
