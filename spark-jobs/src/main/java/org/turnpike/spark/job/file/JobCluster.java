package org.turnpike.spark.job.file;

import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.turnpike.spark.cluster.ClusterCheck;
import org.turnpike.spark.cluster.ClusterSettings;
import org.turnpike.spark.cluster.ClusterWorkers;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.exchange.LocalWorker;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.exchange.wire.Patience;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.SourceReader;

/** The block {@code cluster} of a job file, beside the logical shards, which belong to what is computed. */
public final class JobCluster {
    private final Settings cluster;

    public JobCluster(Settings job) {
        this.cluster = job.block("cluster");
    }

    /** @throws UserError where Spark is not configured for workers that train together */
    public void check(SparkConf spark) {
        if (LocalWorker.isLocal(spark.get("spark.master", "local[*]"))) {
            OptionalInt workers = cluster.optionalCount("workers");
            if (workers.orElse(1) != 1) {
                throw cluster.error(
                        "workers",
                        "auto or 1 with a local master",
                        "In local mode one worker has all threads. Name a cluster with --master, or"
                                + " 'local-cluster[2,1,1024]' to try two executors on this machine.");
            }
        } else {
            ClusterCheck.require(spark);
        }
    }

    /** What the rows of a job may take of this process's memory, which in local mode is the worker's. */
    public SourceReader.Memory memory() {
        return LocalWorker.isLocal(SparkDriver.master())
                ? SourceReader.Memory.ofLocalShards(memoryOfShards())
                : SourceReader.Memory.ofCluster();
    }

    /** Bytes of this process's heap that rows to train on may take. */
    public long memoryOfShards() {
        return (long) (cluster.number("memory-share") * Runtime.getRuntime().maxMemory());
    }

    /** How often a segment is tried again that failed because workers were lost. */
    public int retries() {
        return cluster.count("segment-retries");
    }

    /**
     * The workers of this Spark: one in local mode, else one on each executor.
     *
     * @param shards logical shards
     * @param say tells the user how many there are
     */
    public Workers workers(JavaSparkContext spark, int shards, Consumer<String> say) {
        return LocalWorker.isLocal(spark.master())
                ? new LocalWorker(spark)
                : new ClusterWorkers(spark, settings(shards), say);
    }

    private ClusterSettings settings(int shards) {
        return new ClusterSettings(
                cluster.optionalCount("workers"),
                shards,
                cluster.optionalCount("port"),
                cluster.number("executor-timeout"),
                new Patience(cluster.number("silence-timeout"), cluster.number("work-timeout")));
    }
}
