package org.turnpike.spark.job.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.turnpike.training.TrainingState;
import org.turnpike.training.stage.EpochReport;

/**
 * How far a stage has got: all that the driver needs to go on with it, with any workers.
 *
 * @param epochs all that have ended, from the stage's first
 */
record StageState(TrainingState training, List<EpochReport> epochs) implements Serializable {
    StageState {
        epochs = List.copyOf(epochs);
    }

    /** After one more segment. */
    static StageState after(List<EpochReport> before, SegmentReply.Trained segment) {
        List<EpochReport> epochs = new ArrayList<>(before);
        epochs.addAll(segment.epochs());
        return new StageState(segment.state(), epochs);
    }
}
