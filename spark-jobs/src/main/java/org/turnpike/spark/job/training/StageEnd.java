package org.turnpike.spark.job.training;

import org.turnpike.spark.run.Status;
import org.turnpike.training.TrainingEnd;

/** Why a stage ended, as a manifest says it. */
record StageEnd(Status status, String words) {

    static StageEnd of(TrainingEnd end) {
        if (end instanceof TrainingEnd.EarlyStopped early) {
            return new StageEnd(Status.DONE, "stopped early: the loss was lowest in epoch " + (early.bestEpoch() + 1));
        }
        if (end instanceof TrainingEnd.Finished finished) {
            return new StageEnd(Status.DONE, finished.reason());
        }
        if (end instanceof TrainingEnd.Diverged diverged) {
            return new StageEnd(
                    Status.DIVERGED, "diverged in iteration " + (diverged.iteration() + 1) + ": " + diverged.cause());
        }
        return end instanceof TrainingEnd.Completed
                ? new StageEnd(Status.DONE, "all epochs done")
                : new StageEnd(Status.INTERRUPTED, "interrupted");
    }
}
