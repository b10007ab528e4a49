package org.turnpike.spark.job;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.exchange.Workers.Shared;
import org.turnpike.spark.exchange.WorkersLost;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.TrainingState;

/**
 * Trains a stage in segments, each a job of its own; between them the driver has the state. A segment whose workers are lost is
 * begun again, from its start, with those that there are then.
 */
final class Segments {
    private final Workers workers;
    private final StageOrder order;
    private final SegmentKeeper keeper;
    private final int retries;
    private final Consumer<String> say;

    /**
     * @param retries of one segment
     * @param say tells the user what is tried again, and why
     */
    Segments(Workers workers, StageOrder order, SegmentKeeper keeper, int retries, Consumer<String> say) {
        this.workers = workers;
        this.order = order;
        this.keeper = keeper;
        this.retries = retries;
        this.say = say;
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
        for (int attempt = 0; ; attempt++) {
            try {
                return MergedReplies.of(train(from, iterations), parameters);
            } catch (WorkersLost lost) {
                String where =
                        "iteration " + from.map(TrainingState::iterations).orElse(0L);
                if (attempt == retries) {
                    throw new UserError(
                                    ExitCode.CLUSTER,
                                    "workers that last for a segment, in " + (retries + 1) + " attempts",
                                    lost.getMessage(),
                                    "training from " + where,
                                    "What was written before is kept; the same command goes on from the last"
                                            + " checkpoint. cluster.segment-retries sets the attempts.")
                            .causedBy(lost);
                }
                say.accept("turnpike: " + lost.getMessage() + "; going on from " + where + " (retry " + (attempt + 1)
                        + " of " + retries + ")");
            }
        }
    }

    private List<SegmentReply> train(Optional<TrainingState> from, long iterations) throws Exception {
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
