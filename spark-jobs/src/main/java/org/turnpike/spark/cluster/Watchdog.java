package org.turnpike.spark.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.turnpike.spark.cluster.ExecutorPool.Executor;

/**
 * Ends a job that would not end by itself: one whose tasks do not all begin, and one of which a worker has failed while
 * another one stands still.
 */
final class Watchdog implements AutoCloseable {

    /** For the other workers to end by themselves, once they have been told. */
    private static final long GRACE_SECONDS = 5;

    private final JavaSparkContext spark;
    private final String job;
    private final Meeting meeting;
    private final double beginSeconds;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "turnpike-watchdog");
    private volatile boolean someAreMissing;

    /** @param beginSeconds for all tasks to begin */
    Watchdog(JavaSparkContext spark, String job, Meeting meeting, double beginSeconds) {
        this.spark = spark;
        this.job = job;
        this.meeting = meeting;
        this.beginSeconds = beginSeconds;
        thread.setDaemon(true);
        thread.start();
    }

    /** The executors whose tasks have not begun, where the job was ended for that; with those that had no task. */
    List<Executor> missing(List<Executor> executors) {
        if (!someAreMissing) {
            return List.of();
        }
        Set<String> arrived = new HashSet<>(meeting.arrived());
        return executors.stream()
                .filter(executor -> !arrived.contains(executor.id()))
                .toList();
    }

    private void watch() {
        try {
            CountDownLatch begun = meeting.begun();
            CountDownLatch trouble = meeting.trouble();
            long end = System.nanoTime() + (long) (beginSeconds * TimeUnit.SECONDS.toNanos(1));
            while (begun.getCount() > 0 && trouble.getCount() > 0) {
                if (over.await(10, TimeUnit.MILLISECONDS)) {
                    return;
                }
                if (System.nanoTime() > end) {
                    someAreMissing = true;
                    cancel("not all workers have begun");
                    return;
                }
            }
            while (trouble.getCount() > 0) {
                if (over.await(100, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            if (!over.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                cancel("a worker has failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancel(String reason) {
        spark.cancelJobGroup(job, reason);
    }

    @Override
    public void close() {
        over.countDown();
    }
}
