package org.turnpike.spark.job.training;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Gives a run some seconds to write down how far it has got when the process is asked to end (Ctrl-C, a scheduler's SIGTERM).
 *
 * <p>Hadoop's hooks run one after the other, by priority; ours comes before those that stop Spark (40) and close file systems
 * (10).
 */
final class Interruption implements AutoCloseable {
    private static final int PRIORITY = 100;
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable hook;
    private volatile Runnable note;
    private volatile Runnable callOff;

    Interruption() {
        this.hook = this::interrupted;
        ShutdownHookManager.get().addShutdownHook(hook, PRIORITY, PATIENCE_SECONDS + 5, TimeUnit.SECONDS);
    }

    /** From now on a run has begun; {@code how} writes down that it did not come to train. */
    void noteBy(Runnable how) {
        note = how;
    }

    /** From now on a stage trains; {@code how} calls it off, and whoever runs it then writes down how far it has got. */
    void callOffBy(Runnable how) {
        callOff = how;
    }

    /** Whether the process is about to end. */
    boolean isUnderWay() {
        return ShutdownHookManager.get().isShutdownInProgress();
    }

    @Override
    public void close() {
        ended.countDown();
        if (!isUnderWay()) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }

    private void interrupted() {
        if (ended.getCount() == 0) {
            return;
        }
        if (callOff == null) {
            if (note != null) {
                note.run();
            }
            return;
        }
        callOff.run();
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("turnpike: the run did not end within " + PATIENCE_SECONDS
                        + " s of being interrupted; its manifest still says running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
