package org.turnpike.spark.job.training;

import java.util.Optional;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.exchange.Work;
import org.turnpike.spark.exchange.Workers.Shared;
import org.turnpike.training.TrainingState;

/**
 * One update from the rows of a micro-batch, in a worker.
 *
 * @param state before it; null at the stage's beginning
 */
record MicroBatchWork(StageOrder order, Shared<TrainingState> state) implements Work<SegmentReply> {

    @Override
    public String description() {
        return order.stage() + ": one micro-batch";
    }

    @Override
    public SegmentReply run(Seat seat) throws Exception {
        try (StageSession session =
                StageSession.open(order, seat, Optional.ofNullable(state).map(Shared::value))) {
            return session.train(1);
        }
    }
}
