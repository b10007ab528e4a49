package org.turnpike.spark.job.training;

import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.exchange.Workers.Shared;
import org.turnpike.training.TrainingState;

/**
 * Trains a stage in segments, each a job of its own; between them the driver has the state. A segment whose workers are lost is
 * begun again, from its start, with those that there are then.
 */
final class Segments {
    private final Workers workers;
    private final StageOrder order;
    private final SegmentKeeper keeper;
    private final Retries retries;

    /** @param retries of one segment */
    Segments(Workers workers, StageOrder order, SegmentKeeper keeper, Retries retries) {
        this.workers = workers;
        this.order = order;
        this.keeper = keeper;
        this.retries = retries;
    }

    /** @param start the model that the stage begins with */
    StageOutcome run(NeuralOde start) throws Exception {
        try {
            return trained(start);
        } finally {
            // In local mode, where a stage that was left in its middle is in this JVM.
            StageSessions.drop(order.id());
        }
    }

    private StageOutcome trained(NeuralOde start) throws Exception {
        Optional<StageState> now = keeper.start();
        while (true) {
            MergedReplies segment = persistently(
                    now.map(StageState::training),
                    keeper.iterations(now),
                    start.layout().size());
            StageState state = StageState.after(now.map(StageState::epochs).orElse(List.of()), segment.trained());
            now = Optional.of(state);
            keeper.ended(state, segment.trained().end());
            if (segment.trained().end().isLast()) {
                return StageOutcome.of(start, state, segment.trained(), segment.workers());
            }
        }
    }

    private MergedReplies persistently(Optional<TrainingState> from, long iterations, int parameters) throws Exception {
        String where = "iteration " + from.map(TrainingState::iterations).orElse(0L);
        return retries.run(where, () -> MergedReplies.of(train(from, iterations), parameters));
    }

    private List<SegmentReply> train(Optional<TrainingState> from, long iterations) throws Exception {
        order.rows().ready();
        long position = from.map(TrainingState::iterations).orElse(0L);
        List<SegmentReply> replies = workers.run(new SegmentWork(order, position, null, iterations));
        if (replies.stream().noneMatch(SegmentReply.StateNeeded.class::isInstance)) {
            return replies;
        }
        try (Shared<TrainingState> state = workers.share(from.orElseThrow())) {
            return workers.run(new SegmentWork(order, position, state, iterations));
        }
    }
}
