package org.turnpike.training;

import java.io.Serializable;

/** Why a run of the loop ended. */
public sealed interface TrainingEnd extends Serializable {

    /** Its share of iterations is done; there are more to come. */
    record Paused() implements TrainingEnd {}

    /** All epochs are done. */
    record Completed() implements TrainingEnd {}

    /** The loss has not become better for as long as patience lasts. */
    record EarlyStopped(int bestEpoch) implements TrainingEnd {}

    /** The stage said so. */
    record Finished(String reason) implements TrainingEnd {}

    /** Somebody asked for it. */
    record Cancelled() implements TrainingEnd {}

    /**
     * A loss, a gradient or a solve went out of bounds; the update was not applied.
     *
     * @param cause what happened, where, and what the user can do
     */
    record Diverged(long iteration, String cause, Evidence evidence) implements TrainingEnd {

        /** By what a worker knows it. Of several workers, those that have the row know more. */
        public enum Evidence {
            A_ROW_OF_THIS_WORKER,
            THE_SUMS
        }
    }

    default boolean isLast() {
        return !(this instanceof Paused);
    }
}
