package org.turnpike.spark.driver;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.turnpike.spark.source.SparkAccess;

/** Spark, started in the background as soon as it is sure to be needed: its second passes while data are read. */
public final class LazySpark implements SparkAccess, AutoCloseable {
    private final FutureTask<JavaSparkContext> start;
    private boolean begun;

    public LazySpark(String application) {
        this.start = new FutureTask<>(() -> SparkDriver.start(application));
    }

    /** Starts Spark, unless that was done, and does not wait for it. */
    public void begin() {
        if (!begun) {
            begun = true;
            Thread thread = new Thread(start, "turnpike-spark-start");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Spark, once it runs. @throws Exception what kept it from starting */
    public JavaSparkContext get() throws Exception {
        begin();
        try {
            return start.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public SparkSession session() throws Exception {
        return SparkSession.builder().sparkContext(get().sc()).getOrCreate();
    }

    @Override
    public void close() {
        if (begun) {
            try {
                start.get().close();
            } catch (ExecutionException e) {
                // it never ran; whoever asked for it knows why
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
