package org.turnpike.spark.job.training;

import java.util.Optional;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.exchange.Work;
import org.turnpike.spark.exchange.Workers.Shared;
import org.turnpike.training.TrainingState;

/**
 * Trains some iterations of a stage, in a worker.
 *
 * <p>Between segments a worker keeps loop, kernels and rows. One that holds the stage just where the segment begins goes on
 * from there. One that does not begins anew, from the state that came along. Without such a state it does nothing but ask
 * for it: then the driver, who keeps the state, sends it.
 *
 * @param position iterations of the stage that are done
 * @param state at that position; null where the worker is expected to have it, and at the stage's beginning
 * @param iterations to train at most
 */
record SegmentWork(StageOrder order, long position, Shared<TrainingState> state, long iterations)
        implements Work<SegmentReply> {

    @Override
    public String holds() {
        return StageSessions.isKept(order.id(), position) ? order.id() + "@" + position : "";
    }

    @Override
    public String description() {
        return order.stage() + ": iterations from " + (position + 1)
                + (iterations == Long.MAX_VALUE ? "" : " to " + (position + iterations) + " at most");
    }

    @Override
    public SegmentReply run(Seat seat) throws Exception {
        Optional<StageSession> kept = StageSessions.take(order.id(), position, seat.peers());
        if (kept.isEmpty() && state == null && position > 0) {
            return new SegmentReply.StateNeeded();
        }
        StageSession session = kept.isPresent() ? kept.get() : open(seat);
        try {
            SegmentReply.Trained trained = session.train(iterations);
            if (!trained.end().isLast()) {
                StageSessions.keep(order.id(), session);
                session = null;
            }
            return trained;
        } finally {
            if (session != null) {
                session.close();
            }
        }
    }

    private StageSession open(Seat seat) throws Exception {
        return StageSession.open(order, seat, Optional.ofNullable(state).map(Shared::value));
    }
}
