package org.turnpike.spark.job.training;

import java.util.List;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.TrainingState;
import org.turnpike.training.optimizer.OptimizerState;

/**
 * What all workers say of a segment, as one: the state is the same everywhere, but for the optimizers' part of each slice,
 * which its owner has.
 */
record MergedReplies(SegmentReply.Trained trained, int workers) {

    /**
     * @param byRank of workers that have all trained
     * @param parameters number of weights
     */
    static MergedReplies of(List<SegmentReply> byRank, int parameters) {
        List<SegmentReply.Trained> all =
                byRank.stream().map(SegmentReply.Trained.class::cast).toList();
        SegmentReply.Trained first = all.get(0);
        TrainingState state = first.state();
        List<OptimizerState> optimizers = OptimizerState.ofWorkers(
                all.stream().map(reply -> reply.state().optimizers()).toList(), parameters);
        TrainingState whole = new TrainingState(
                state.iterations(),
                state.epoch(),
                state.epochSums(),
                state.vector(),
                state.terminalTime(),
                optimizers,
                state.best(),
                state.seconds());
        return new MergedReplies(
                new SegmentReply.Trained(
                        whole, end(all), first.epochs(), first.millisecondsPerIteration(), first.compileSeconds()),
                all.size());
    }

    /** All end alike; of a divergence, the first worker whose row it was knows most. */
    private static TrainingEnd end(List<SegmentReply.Trained> all) {
        return all.stream()
                .map(SegmentReply.Trained::end)
                .filter(end -> end instanceof TrainingEnd.Diverged diverged
                        && diverged.evidence() == TrainingEnd.Diverged.Evidence.A_ROW_OF_THIS_WORKER)
                .findFirst()
                .orElse(all.get(0).end());
    }
}
