package org.turnpike.spark.cluster;

import org.apache.spark.SparkConf;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

/** What Spark must not be configured to do where workers train together, found before anything starts. */
public final class ClusterCheck {
    private ClusterCheck() {}

    /** @throws UserError where Spark would take workers away, or start one twice */
    public static void require(SparkConf spark) {
        requireOff(
                spark,
                "spark.dynamicAllocation.enabled",
                "Workers train together: executors must not come and go with the load. Name how many with"
                        + " --num-executors, or with spark.cores.max and --executor-cores.");
        requireOff(
                spark,
                "spark.speculation",
                "A worker that is slow must not be started a second time beside the others.");
    }

    private static void requireOff(SparkConf spark, String key, String why) {
        if (spark.getBoolean(key, false)) {
            throw new UserError(
                    ExitCode.USAGE,
                    key + " = false",
                    "true",
                    "Spark's configuration",
                    why + " Add -- --conf " + key + "=false.");
        }
    }
}
