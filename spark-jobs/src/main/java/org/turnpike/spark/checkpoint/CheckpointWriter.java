package org.turnpike.spark.checkpoint;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.turnpike.spark.failure.UserError;

/**
 * Writes the checkpoints of one stage, on a thread of its own: training does not wait for the storage. One at a time; while it is
 * written, no other is taken.
 *
 * <p>A checkpoint that cannot be written is tried again twice within some seconds. If that does not help, training ends at the
 * next offer: hours that a full disk would take back in the end are worth nothing.
 */
public final class CheckpointWriter implements AutoCloseable {
    private static final long[] WAITS_MILLISECONDS = {500, 2000};

    private final CheckpointDirectory directory;
    private final Identity identity;
    private final int keep;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "turnpike-checkpoints");
        made.setDaemon(true);
        return made;
    });
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

    /** @param keep how many checkpoints of the stage stay */
    public CheckpointWriter(CheckpointDirectory directory, Identity identity, int keep) {
        this.directory = directory;
        this.identity = identity;
        this.keep = keep;
    }

    /**
     * Begins to write the snapshot, unless one is being written.
     *
     * @throws UserError with exit code 5 where the last one could not be written
     */
    public void offer(Snapshot snapshot) {
        if (writing.isDone()) {
            await();
            writing = CompletableFuture.runAsync(() -> write(snapshot), thread);
        }
    }

    /**
     * Writes the snapshot now, and waits until it is there.
     *
     * @throws UserError with exit code 5 where it cannot be written
     */
    public void keep(Snapshot snapshot) {
        await();
        write(snapshot);
    }

    /** Waits for what is being written. A failure of that is not told: training has ended, and what counts now is its model. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            writing.join();
        } catch (CompletionException | CancellationException e) {
            // as the method says
        }
    }

    private void await() {
        try {
            writing.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UserError error) {
                throw error;
            }
            throw e;
        }
    }

    private void write(Snapshot snapshot) {
        for (int attempt = 0; ; attempt++) {
            try {
                directory.write(identity, snapshot, keep);
                return;
            } catch (UserError e) {
                if (attempt == WAITS_MILLISECONDS.length || !isPatient(WAITS_MILLISECONDS[attempt])) {
                    throw e;
                }
            }
        }
    }

    private static boolean isPatient(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
