package org.turnpike.spark.driver;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.turnpike.spark.exchange.LocalWorker;
import org.turnpike.spark.metrics.TurnpikePlugin;
import org.turnpike.spark.storage.Storage;
import org.turnpike.spark.submission.ShippedDefaults;

/** Starts Spark for the commands that need it. */
public final class SparkDriver {
    private SparkDriver() {}

    /**
     * Starts Spark as {@code spark-submit} configured it, on {@code local[*]} if it named no master.
     *
     * @param application the name that Spark's pages show
     */
    public static JavaSparkContext start(String application) {
        return start(application, master(), new SparkConf());
    }

    /** Likewise, on a master of the command's own. */
    public static JavaSparkContext start(String application, String master, SparkConf configuration) {
        ShippedDefaults.addTo(configuration);
        TurnpikePlugin.addTo(configuration);
        configuration.setAppName(application).setMaster(master);
        if (configuration.get("spark.master").startsWith("local")) {
            // its web server takes a third of a second to start, and a port that the next job may want
            configuration.setIfMissing("spark.ui.enabled", "false");
        }
        return new JavaSparkContext(configuration);
    }

    /** The master that {@code spark-submit} was given, or {@code local[*]}. */
    public static String master() {
        return new SparkConf().get("spark.master", "local[*]");
    }

    /** Whether the driver was sent into the cluster, away from the files of who submitted it. */
    public static boolean isFar() {
        return new SparkConf().get("spark.submit.deployMode", "client").equals("cluster");
    }

    /** What {@code spark-submit} was given. */
    public static SparkConf configuration() {
        return new SparkConf();
    }

    /** Threads that the driver itself may use: those of a local master, else all that its machine has. */
    public static int threads() {
        return LocalWorker.isLocal(master())
                ? LocalWorker.threads(master())
                : Runtime.getRuntime().availableProcessors();
    }

    /** Files as Spark is configured to reach them, also before it is started. */
    public static Storage storage() {
        return new Storage(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
    }
}
