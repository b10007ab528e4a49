package org.turnpike.spark.job.training;

import java.io.Serializable;
import java.util.List;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.TrainingState;
import org.turnpike.training.stage.EpochReport;

/** What a worker sends back of a segment. */
sealed interface SegmentReply extends Serializable {

    /** Nothing was trained: the worker does not hold the stage at the segment's beginning. */
    record StateNeeded() implements SegmentReply {}

    /**
     * What came of it.
     *
     * @param epochs that ended in the segment
     * @param millisecondsPerIteration median since the worker began; NaN without an iteration
     * @param compileSeconds before the worker's first iteration
     */
    record Trained(
            TrainingState state,
            TrainingEnd end,
            List<EpochReport> epochs,
            double millisecondsPerIteration,
            double compileSeconds)
            implements SegmentReply {}
}
