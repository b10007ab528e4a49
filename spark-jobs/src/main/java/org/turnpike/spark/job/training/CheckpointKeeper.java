package org.turnpike.spark.job.training;

import java.util.Optional;
import org.turnpike.spark.checkpoint.Checkpoint;
import org.turnpike.spark.checkpoint.CheckpointWriter;
import org.turnpike.spark.checkpoint.Snapshot;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.progress.Console;
import org.turnpike.training.TrainingEnd;

/** Keeps a stage's state in checkpoints: one after each segment, and one where the run is interrupted. */
final class CheckpointKeeper implements SegmentKeeper, AutoCloseable {
    private final Optional<Checkpoint> resume;
    private final CheckpointWriter writer;
    private final SegmentLength length;
    private final Console console;
    private boolean hasKeptTheLast;

    /**
     * @param resume where to go on; empty to begin the stage
     * @param writer closed with this
     */
    CheckpointKeeper(Optional<Checkpoint> resume, CheckpointWriter writer, SegmentLength length, Console console) {
        this.resume = resume;
        this.writer = writer;
        this.length = length;
        this.console = console;
    }

    @Override
    public Optional<StageState> start() {
        resume.ifPresent(checkpoint -> length.begins(
                checkpoint.snapshot().state().iterations(),
                checkpoint.snapshot().state().seconds()));
        return resume.map(checkpoint -> new StageState(
                checkpoint.snapshot().state(), checkpoint.snapshot().epochs()));
    }

    @Override
    public long iterations(Optional<StageState> now) {
        return length.next(now.map(state -> state.training().iterations()).orElse(0L));
    }

    @Override
    public void ended(StageState now, TrainingEnd end) {
        length.ended(now.training().iterations(), now.training().seconds());
        Snapshot snapshot = Snapshot.of(now.training(), now.epochs());
        if (end instanceof TrainingEnd.Paused) {
            writer.offer(snapshot);
        } else if (end instanceof TrainingEnd.Cancelled) {
            keepTheLast(snapshot);
        }
    }

    /** Whether the run was interrupted, and can go on from just there. */
    boolean hasKeptTheLast() {
        return hasKeptTheLast;
    }

    /** Where it cannot be written, the run is to end as an interrupted one all the same. */
    private void keepTheLast(Snapshot snapshot) {
        try {
            writer.keep(snapshot);
            hasKeptTheLast = true;
        } catch (UserError e) {
            console.say("turnpike: no checkpoint could be written at the end: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
