package org.turnpike.spark.checkpoint;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;
import org.turnpike.training.TrainingState;
import org.turnpike.training.stage.EpochReport;

/**
 * How far a stage has got.
 *
 * @param state to go on from
 * @param epochs so far, since the stage began
 * @param microBatch number of the last micro-batch of a data stream that is in {@code state}; negative where there is none
 */
public record Snapshot(TrainingState state, List<EpochReport> epochs, long microBatch) implements Serializable {
    private static final long NO_STREAM = -1;

    public Snapshot {
        epochs = List.copyOf(epochs);
    }

    /** Of a stage whose rows are no stream. */
    public static Snapshot of(TrainingState state, List<EpochReport> epochs) {
        return new Snapshot(state, epochs, NO_STREAM);
    }

    /** The micro-batch, where one was applied. */
    public OptionalLong lastMicroBatch() {
        return microBatch < 0 ? OptionalLong.empty() : OptionalLong.of(microBatch);
    }
}
