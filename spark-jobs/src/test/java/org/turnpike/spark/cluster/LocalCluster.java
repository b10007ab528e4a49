package org.turnpike.spark.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.turnpike.spark.exchange.wire.Patience;

/** Executors in processes of their own on this machine, started from the test's class path, without a distribution. */
public final class LocalCluster {
    private LocalCluster() {}

    /**
     * Starts executors of one core each. The build sets SPARK_HOME, where Spark looks for jars and keeps the executors' files.
     *
     * @param settings {@code key=value} of Spark
     */
    public static JavaSparkContext start(int executors, List<String> settings) throws IOException {
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        SparkConf conf = new SparkConf(false)
                .setMaster("local-cluster[" + executors + ",1,512]")
                .setAppName("LocalCluster")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.driver.host", "localhost")
                .set("spark.ui.enabled", "false")
                .set("spark.job.interruptOnCancel", "true");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            conf.set(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new JavaSparkContext(conf);
    }

    static ClusterSettings settings(OptionalInt workers, int shards, double silenceSeconds) {
        return new ClusterSettings(workers, shards, OptionalInt.empty(), 90, new Patience(silenceSeconds, 60));
    }

    /** A script that says there is one device, as Spark asks for it. */
    static Path deviceScript(Path directory) throws IOException {
        Path script = Files.writeString(
                directory.resolve("devices.sh"), "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"7\"]}'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }
}
