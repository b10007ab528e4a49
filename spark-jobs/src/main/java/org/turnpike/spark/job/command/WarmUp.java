package org.turnpike.spark.job.command;

import org.apache.spark.api.java.JavaSparkContext;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.exchange.LocalWorker;

/**
 * Starts Spark, runs one empty barrier stage and ends: what {@code submit/turnpike} records into a class-data archive, so
 * that later starts need not parse and verify the same classes (docs/decisions/0002-launcher.md has the figures).
 */
public final class WarmUp {
    private WarmUp() {}

    public static void main(String[] words) throws Exception {
        try (JavaSparkContext spark = SparkDriver.start("Turnpike warm-up")) {
            new LocalWorker(spark).run(seat -> seat.threads());
        }
    }
}
