package org.turnpike.spark.job;

import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.exchange.Workers.Shared;
import org.turnpike.training.TrainingState;

/** Trains a stage in segments, each a job of its own; between them the driver has the state. */
final class Segments {
    private final Workers workers;
    private final StageOrder order;
    private final SegmentKeeper keeper;

    Segments(Workers workers, StageOrder order, SegmentKeeper keeper) {
        this.workers = workers;
        this.order = order;
        this.keeper = keeper;
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
            SegmentReply.Trained segment = train(now.map(StageState::training), keeper.iterations(now));
            StageState state = StageState.after(now.map(StageState::epochs).orElse(List.of()), segment);
            now = Optional.of(state);
            keeper.ended(state, segment.end());
            if (segment.end().isLast()) {
                return StageOutcome.of(start, state, segment);
            }
        }
    }

    private SegmentReply.Trained train(Optional<TrainingState> from, long iterations) throws Exception {
        long position = from.map(TrainingState::iterations).orElse(0L);
        List<SegmentReply> replies = workers.run(new SegmentWork(order, position, null, iterations));
        if (replies.stream().anyMatch(SegmentReply.StateNeeded.class::isInstance)) {
            try (Shared<TrainingState> state = workers.share(from.orElseThrow())) {
                replies = workers.run(new SegmentWork(order, position, state, iterations));
            }
        }
        return (SegmentReply.Trained) replies.get(0);
    }
}
