package org.turnpike.training.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A few threads that work through numbered tasks together, for jobs of which thousands a second are run.
 *
 * <p>Late iterations of minimum-time training take some 0.2 ms on two threads; the hand-over of an ordinary pool would cost
 * as much. So the calling thread works too, tasks are claimed by one atomic counter, and helpers that find nothing to do
 * look out for a moment before they sleep.
 *
 * <p>Which thread does which task is chance; results must not depend on it. For one calling thread.
 */
public final class TileExecutor implements AutoCloseable {

    /** Long enough to bridge an optimizer's update, short enough to waste no core that others want. */
    private static final long SPIN_NANOSECONDS = 50_000;

    /** One task of a job. */
    @FunctionalInterface
    public interface Task {
        /**
         * @param task its number
         * @param thread number of the thread that runs it, from 0 to {@link #threads} − 1; 0 is the caller
         */
        void run(int task, int thread);
    }

    private final List<Helper> helpers = new ArrayList<>();
    private boolean started;
    private volatile Job current;
    private volatile boolean closed;

    public TileExecutor(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("At least 1 thread is needed, found " + threads + ".");
        }
        for (int number = 1; number < threads; number++) {
            helpers.add(new Helper(number));
        }
    }

    /** How many threads work, the calling one among them. */
    public int threads() {
        return helpers.size() + 1;
    }

    /**
     * Runs tasks 0 to {@code tasks − 1}, and returns when all are done.
     *
     * <p>Where tasks throw, the others are run all the same, and what the first of them in number threw is thrown here.
     */
    public void run(int tasks, Task task) {
        if (closed) {
            throw new IllegalStateException("These threads have been shut down.");
        }
        Job job = new Job(tasks, task, Thread.currentThread());
        if (tasks > 1) {
            current = job;
            wakeHelpers();
        }
        job.work(0);
        job.await();
        job.rethrow();
    }

    /** Threads start with the first job that they can share, so that one that was made in vain leaves nothing behind. */
    private void wakeHelpers() {
        if (started) {
            helpers.forEach(Helper::wake);
        } else {
            started = true;
            helpers.forEach(helper -> helper.thread.start());
        }
    }

    /** Ends the threads, and waits until they have ended. */
    @Override
    public void close() {
        closed = true;
        helpers.forEach(Helper::wake);
        boolean interrupted = false;
        for (Helper helper : helpers) {
            while (helper.thread.isAlive()) {
                try {
                    helper.thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A new one for each run, so that a helper that comes late claims from the job it saw, which has nothing left. */
    private static final class Job {
        private final int tasks;
        private final Task task;
        private final Thread caller;
        private final AtomicInteger claimed = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private Throwable failure;
        private int failedTask;

        Job(int tasks, Task task, Thread caller) {
            this.tasks = tasks;
            this.task = task;
            this.caller = caller;
        }

        void work(int thread) {
            for (int next = claimed.getAndIncrement(); next < tasks; next = claimed.getAndIncrement()) {
                try {
                    task.run(next, thread);
                } catch (Throwable e) {
                    keep(next, e);
                } finally {
                    if (finished.incrementAndGet() == tasks && thread > 0) {
                        LockSupport.unpark(caller);
                    }
                }
            }
        }

        /** Not ended by an interrupt: helpers still write to what the caller owns. */
        void await() {
            long start = System.nanoTime();
            boolean interrupted = false;
            while (finished.get() < tasks) {
                if (System.nanoTime() - start < SPIN_NANOSECONDS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                    // Cleared, or the next park would return at once.
                    interrupted |= Thread.interrupted();
                }
            }
            if (interrupted) {
                caller.interrupt();
            }
        }

        private synchronized void keep(int number, Throwable e) {
            if (failure == null || number < failedTask) {
                failure = e;
                failedTask = number;
            }
        }

        synchronized void rethrow() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                // A task declares no checked exceptions.
                throw (RuntimeException) failure;
            }
        }
    }

    private final class Helper implements Runnable {
        private final int number;
        private final Thread thread;
        private volatile boolean asleep;

        Helper(int number) {
            this.number = number;
            this.thread = new Thread(this, "turnpike-tile-" + number);
            thread.setDaemon(true);
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void run() {
            Job done = null;
            while (!closed) {
                done = await(done);
                if (done != null) {
                    done.work(number);
                }
            }
        }

        /** The next job that is not {@code done}; null when shut down. */
        private Job await(Job done) {
            long start = System.nanoTime();
            while (!closed) {
                Job job = current;
                if (job != done) {
                    return job;
                }
                if (System.nanoTime() - start < SPIN_NANOSECONDS) {
                    Thread.onSpinWait();
                } else {
                    sleep(done);
                    start = System.nanoTime();
                }
            }
            return null;
        }

        private void sleep(Job done) {
            asleep = true;
            // Whoever publishes a job after this line sees that we sleep; one published before it is seen here.
            if (!closed && current == done) {
                LockSupport.park(TileExecutor.this);
            }
            asleep = false;
        }
    }
}
