package org.turnpike.spark.job.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.checkpoint.Snapshot;
import org.turnpike.spark.exchange.Nearby;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.exchange.Workers.Shared;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.progress.StageWatch;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.TrainingState;
import org.turnpike.training.stage.EpochReport;

/** One synchronous update of all workers from each micro-batch (SNF §III-A, where the data become available one after the other). */
final class StreamTrainer {
    /** A stream may have no end; what a checkpoint and a history hold must. */
    static final int MOST_EPOCHS = 10_000;

    /** So many that they are dealt into as many parts as rows ever are. */
    private static final int MANY_ROWS = 1 << 20;

    private final Workers workers;
    private final JobPlan plan;
    private final NeuralOde start;
    private final JobFile job;
    private final int shards;
    private final Retries retries;

    /** @param start the model that the stage begins with */
    StreamTrainer(Workers workers, JobPlan plan, NeuralOde start, Retries retries) {
        this.workers = workers;
        this.plan = plan;
        this.start = start;
        this.job = plan.stream()
                .orElseThrow()
                .perMicroBatch(plan.job(), plan.stages().get(0).name());
        this.shards = shards(plan);
        this.retries = retries;
    }

    /** Parts that each micro-batch is dealt into: as many for a large one as for a small one, so that workers keep theirs. */
    static int shards(JobPlan plan) {
        return plan.compute().logicalShards(MANY_ROWS, OptionalInt.empty());
    }

    /** What came of an update, and how many workers made it. */
    record Learned(Snapshot snapshot, TrainingEnd end, int workers) {}

    /**
     * @param before where training goes on; empty at its beginning
     * @param number of the micro-batch
     */
    Learned learn(Optional<Snapshot> before, Table rows, long number) throws Exception {
        JobStage stage = plan.stages().get(0);
        Optional<TrainingState> state = before.map(Snapshot::state);
        try (Shared<TableParts> table = workers.share(TableParts.of(rows));
                Nearby<StageWatch> watch = Nearby.share(StageWatch.NOBODY);
                Closable sent = new Closable(state.map(workers::share))) {
            StageOrder order = StageOrder.of(job, stage.name(), start, new MicroBatchSource(table, shards), watch);
            MicroBatchWork work = new MicroBatchWork(order, sent.shared.orElse(null));
            MergedReplies replies = retries.run(
                    "micro-batch " + number,
                    () -> MergedReplies.of(workers.run(work), start.layout().size()));
            SegmentReply.Trained trained = replies.trained();
            List<EpochReport> epochs =
                    new ArrayList<>(before.map(Snapshot::epochs).orElse(List.of()));
            epochs.addAll(trained.epochs());
            List<EpochReport> last = epochs.subList(Math.max(0, epochs.size() - MOST_EPOCHS), epochs.size());
            return new Learned(
                    new Snapshot(withoutBest(trained.state()), last, number), trained.end(), replies.workers());
        }
    }

    /** The model as the last update left it: losses of different micro-batches do not tell which one was best. */
    NeuralOde model(Snapshot snapshot) {
        return start.with(
                Arrays.copyOf(snapshot.state().vector(), start.layout().size()),
                snapshot.state().terminalTime());
    }

    private static TrainingState withoutBest(TrainingState state) {
        return new TrainingState(
                state.iterations(),
                state.epoch(),
                state.epochSums(),
                state.vector(),
                state.terminalTime(),
                state.optimizers(),
                null,
                state.seconds());
    }

    private record Closable(Optional<Shared<TrainingState>> shared) implements AutoCloseable {
        @Override
        public void close() {
            shared.ifPresent(Shared::close);
        }
    }
}
