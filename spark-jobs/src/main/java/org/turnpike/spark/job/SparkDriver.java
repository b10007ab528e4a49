package org.turnpike.spark.job;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

/** Starts Spark for the commands that need it. */
public final class SparkDriver {
    private SparkDriver() {}

    /**
     * Starts Spark as {@code spark-submit} configured it, on {@code local[*]} if it named no master.
     *
     * @param application the name that Spark's pages show
     * @throws UserError if this Spark is not the one that Turnpike was built for
     */
    public static JavaSparkContext start(String application) {
        checkVersion(org.apache.spark.package$.MODULE$.SPARK_VERSION(), Version.CURRENT.spark());
        SparkConf configuration = new SparkConf().setAppName(application);
        configuration.setIfMissing("spark.master", "local[*]");
        if (configuration.get("spark.master").startsWith("local")) {
            // its web server takes a third of a second to start, and a port that the next job may want
            configuration.setIfMissing("spark.ui.enabled", "false");
        }
        return new JavaSparkContext(configuration);
    }

    /** Minor versions of Spark are not compatible in the internals that barrier stages and the transport need. */
    static void checkVersion(String found, String built) {
        if (!minor(found).equals(minor(built))) {
            throw new UserError(
                    ExitCode.USAGE,
                    "Spark " + minor(built),
                    "Spark " + found,
                    "the spark-submit that was used",
                    "Point SPARK_HOME to Spark " + minor(built)
                            + ", or unset it and take spark-submit off the PATH to use"
                            + " the Spark that the build embeds.");
        }
    }

    private static String minor(String version) {
        return version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
    }
}
