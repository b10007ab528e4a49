package org.turnpike.spark.job.training;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.checkpoint.Snapshot;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.JobStream;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.run.Status;
import org.turnpike.spark.stream.MicroBatch;
import org.turnpike.spark.stream.MicroBatchReader;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.stage.EpochReport;

/**
 * Learns from each micro-batch once. The checkpoint that is written before Spark is told that a micro-batch is done has its
 * number in it: a process that dies between the two finds it there, and passes over the micro-batch that Spark gives it again.
 *
 * <p>Spark's thread calls {@link #learn}; others look on.
 */
final class StreamLearner {
    private final JobStream stream;
    private final String stage;
    private final StreamTrainer trainer;
    private final MicroBatchReader reader;
    private final RunCheckpoints checkpoints;
    private final StreamLogbook logbook;
    private final Console console;
    private final boolean isSilent;
    private volatile Optional<Snapshot> snapshot;
    private volatile End end;

    /** Why training ended. */
    record End(Status status, String words) {}

    /** Ends the query: Spark then takes the micro-batch for not done. */
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1;

        Over() {
            super("no more micro-batches are wanted", null, false, false);
        }
    }

    /** @param snapshot where training goes on; empty at its beginning */
    StreamLearner(
            JobPlan plan,
            StreamTrainer trainer,
            MicroBatchReader reader,
            RunCheckpoints checkpoints,
            StreamLogbook logbook,
            Console console,
            Optional<Snapshot> snapshot) {
        this.stream = plan.stream().orElseThrow();
        this.stage = plan.stages().get(0).name();
        this.trainer = trainer;
        this.reader = reader;
        this.checkpoints = checkpoints;
        this.logbook = logbook;
        this.console = console;
        this.isSilent = plan.job().settings().text("progress").equals("none");
        this.snapshot = snapshot;
        endWhereEnough();
    }

    void learn(Dataset<Row> rows, long number) throws Exception {
        if (isOver()) {
            throw new Over();
        }
        if (snapshot.isPresent() && number <= snapshot.get().microBatch()) {
            return;
        }
        MicroBatch batch = reader.read(rows, number);
        if (batch.table().isEmpty()) {
            logbook.passedOver(batch.skipped());
            return;
        }
        Table table = batch.table().get();
        StreamTrainer.Learned learned = trainer.learn(snapshot, table, number);
        if (learned.end() instanceof TrainingEnd.Diverged diverged) {
            end = new End(Status.DIVERGED, stage + " diverged in micro-batch " + number + ": " + diverged.cause());
            throw new Over();
        }
        Snapshot now = learned.snapshot();
        EpochReport last = now.epochs().get(now.epochs().size() - 1);
        double before =
                snapshot.map(Snapshot::state).map(state -> state.seconds()).orElse(0.0);
        logbook.learned(table.rows(), batch.skipped(), now.state().seconds() - before, learned.workers());
        boolean isPublished = now.state().iterations() % stream.publishEvery() == 0;
        NeuralOde model = trainer.model(now);
        if (isPublished) {
            now = logbook.judged(now, model);
        }
        checkpoints.write(0, now);
        snapshot = Optional.of(now);
        if (isPublished) {
            logbook.publish(now, model);
            say(now, table.rows(), last);
        }
        endWhereEnough();
    }

    /** Ends training before the next micro-batch. */
    void callOff() {
        end = new End(Status.INTERRUPTED, "interrupted in " + stage);
    }

    boolean isOver() {
        return end != null;
    }

    /** Why training ended; the source had no more where nobody wanted it to end. */
    End end() {
        return end == null ? new End(Status.DONE, "all rows that there were") : end;
    }

    Optional<Snapshot> snapshot() {
        return snapshot;
    }

    /** The model as the last micro-batch left it. */
    NeuralOde model() {
        return trainer.model(snapshot.orElseThrow());
    }

    private void endWhereEnough() {
        long done = snapshot.map(known -> known.state().iterations()).orElse(0L);
        if (stream.batches().isPresent() && done >= stream.batches().getAsInt()) {
            end = new End(Status.DONE, "all " + done + " micro-batches done");
        }
    }

    private void say(Snapshot now, int rows, EpochReport last) {
        if (!isSilent) {
            EpochReport judged = now.epochs().get(now.epochs().size() - 1);
            String validation = judged.validation() == null
                    ? ""
                    : " (validation " + Numbers.plain(judged.validation().loss()) + ")";
            console.say(stage + "  micro-batch " + now.microBatch() + "  update "
                    + now.state().iterations() + "  "
                    + Numbers.count(rows, "row") + "  loss " + Numbers.plain(last.loss()) + validation + "  t_f "
                    + Numbers.plain(last.terminalTime()));
        }
    }
}
