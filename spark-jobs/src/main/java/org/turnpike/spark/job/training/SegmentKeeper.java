package org.turnpike.spark.job.training;

import java.util.Optional;
import org.turnpike.training.TrainingEnd;

/**
 * What happens on the driver between two segments of a stage. Results are the same bits whatever it answers: segments may be
 * of any length, and a stage may go on from any state that a segment left.
 */
interface SegmentKeeper {

    /** Keeps nothing: the whole stage is one segment. */
    SegmentKeeper NONE = new SegmentKeeper() {};

    /** Where to go on; empty to begin the stage. Asked once. */
    default Optional<StageState> start() {
        return Optional.empty();
    }

    /**
     * How many iterations the next segment has at most, above 0.
     *
     * @param now where it begins; empty at the stage's beginning
     */
    default long iterations(Optional<StageState> now) {
        return Long.MAX_VALUE;
    }

    /** A segment is done. @param end why; the stage is over where {@link TrainingEnd#isLast} */
    default void ended(StageState now, TrainingEnd end) {}
}
