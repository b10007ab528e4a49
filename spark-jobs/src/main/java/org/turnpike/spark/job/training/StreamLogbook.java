package org.turnpike.spark.job.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.checkpoint.Snapshot;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.job.file.JobStream;
import org.turnpike.spark.run.DataRecord;
import org.turnpike.spark.run.History;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.Measurement;
import org.turnpike.spark.run.Metrics;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.run.StageRecord;
import org.turnpike.spark.run.Status;
import org.turnpike.spark.source.DataPart;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluation;
import org.turnpike.training.stage.EpochReport;

/**
 * Writes down what comes of training on a stream: every so often model and history, and after them the manifest, so that what it
 * counts is there.
 */
final class StreamLogbook {
    private final RunDirectory directory;
    private final JobPlan plan;
    private final String source;
    private final Map<String, DataPart> judged;
    private final Compute compute;
    private final IterationTimes times = new IterationTimes();
    private StageRecord stage;
    private Manifest manifest;
    private long rows;
    private long skipped;
    private double trained;
    private OptionalInt workers = OptionalInt.empty();

    /**
     * @param source of the rows, in words
     * @param judged validation and test rows
     * @param start the model that the stage begins with
     */
    StreamLogbook(
            RunDirectory directory,
            JobPlan plan,
            String source,
            String fingerprint,
            Map<String, DataPart> judged,
            NeuralOde start,
            Compute compute) {
        this.directory = directory;
        this.plan = plan;
        this.source = source;
        this.judged = judged;
        this.compute = compute;
        JobStage first = plan.stages().get(0);
        this.stage = StageRecord.started(
                first.name(), fingerprint, Clock.now(), first.stage(start).terminalTime());
        this.manifest = new Manifest(
                Version.CURRENT.turnpike(),
                Status.RUNNING,
                stage.started(),
                "",
                "",
                Fingerprints.configuration(plan.job()),
                plan.job().canonical(),
                data(),
                List.of(stage));
        directory.write(manifest);
    }

    /** @param seconds that the update took */
    void learned(long learnedRows, long skippedRows, double seconds, int byWorkers) {
        rows += learnedRows;
        skipped += skippedRows;
        times.add(seconds);
        trained += seconds;
        workers = OptionalInt.of(byWorkers);
    }

    /** A micro-batch had no row to learn from. */
    void passedOver(long skippedRows) {
        skipped += skippedRows;
    }

    long skipped() {
        return skipped;
    }

    /** Judges the model by the validation rows, in the history's last row; the snapshot as it then is. */
    Snapshot judged(Snapshot snapshot, NeuralOde model) {
        Optional<DataPart> validation = Optional.ofNullable(judged.get("validation"));
        if (validation.isEmpty()) {
            return snapshot;
        }
        Evaluation found = Measurement.of(model, validation.get(), compute).evaluation();
        List<EpochReport> epochs = new ArrayList<>(snapshot.epochs());
        EpochReport last = epochs.remove(epochs.size() - 1);
        double score = found.accuracy().orElseGet(() -> found.meanSquaredError().orElse(Double.NaN));
        epochs.add(new EpochReport(
                last.epoch(),
                last.iterations(),
                last.loss(),
                last.cost(),
                last.initialTime(),
                last.terminalTime(),
                last.forwardEvaluations(),
                last.backwardEvaluations(),
                last.gradientNorm(),
                last.rate(),
                last.seconds(),
                new EpochReport.Validation(found.loss(), found.loss(), score, found.forwardEvaluations())));
        return new Snapshot(snapshot.state(), epochs, snapshot.microBatch());
    }

    /** Writes model, history and manifest. */
    void publish(Snapshot snapshot, NeuralOde model) {
        directory.write(model);
        History history = new History();
        history.add(stage.name(), snapshot.epochs());
        directory.write(history, model.outputs());
        note(snapshot, model, Status.RUNNING, "");
    }

    /** Measures the last model, and says how the run ended. */
    Metrics ends(Snapshot snapshot, NeuralOde model, Status how, String why) {
        publish(snapshot, model);
        Metrics metrics = metrics(snapshot, model, how);
        directory.write(metrics);
        note(snapshot, model, how, why);
        ends(how, why);
        return metrics;
    }

    void ends(Status how, String why) {
        manifest = manifest.ended(how, Clock.now(), why);
        directory.write(manifest);
    }

    private void note(Snapshot snapshot, NeuralOde model, Status how, String why) {
        stage = new StageRecord(
                stage.name(),
                how,
                stage.fingerprint(),
                stage.started(),
                how == Status.RUNNING ? "" : Clock.now(),
                why,
                snapshot.state().epoch(),
                snapshot.state().iterations(),
                recentLoss(snapshot),
                model.terminalTime().t0(),
                model.terminalTime().value(),
                snapshot.state().seconds(),
                milliseconds(),
                0);
        manifest = new Manifest(
                manifest.version(),
                manifest.status(),
                manifest.started(),
                "",
                "",
                manifest.configurationFingerprint(),
                manifest.configuration(),
                data(),
                List.of(stage));
        directory.write(manifest);
    }

    /** Of rows that the model had not seen: each loss is taken before its own update. */
    OptionalDouble recentLoss(Snapshot snapshot) {
        int count = plan.stream().orElseThrow().publishEvery();
        return snapshot.epochs().stream()
                .skip(Math.max(0, snapshot.epochs().size() - count))
                .mapToDouble(EpochReport::cost)
                .average();
    }

    private Metrics metrics(Snapshot snapshot, NeuralOde model, Status how) {
        Metrics metrics = new Metrics()
                .put("status", how.text())
                .put("stage", stage.name())
                .put("rows", rows)
                .put("loss", recentLoss(snapshot));
        judged.forEach((name, part) -> {
            Measurement measured = Measurement.of(model, part, compute);
            metrics.putAll(name + "_", measured.metrics());
            metrics.put("nfe_inference", measured.evaluation().forwardEvaluations());
            metrics.put(
                    "inference_ms",
                    Measurement.inferenceMilliseconds(model, part.sample(ReportRows.MOST_SAMPLED), compute));
        });
        workers.ifPresent(known -> metrics.put("workers", (long) known));
        return metrics.put("initial_time", model.terminalTime().t0())
                .put("terminal_time", model.terminalTime().value())
                .put("parameters", (long) model.layout().size())
                .put("micro_batches", snapshot.state().iterations())
                .put("iterations", snapshot.state().iterations())
                .put("training_seconds", snapshot.state().seconds())
                .put("ms_per_iteration", milliseconds())
                .put("rows_per_second", RunMetrics.rate(rows, trained))
                .put("threads", (long) compute.threads())
                .put("backend", compute.backend().name());
    }

    private OptionalDouble milliseconds() {
        double median = times.medianMilliseconds();
        return Double.isFinite(median) ? OptionalDouble.of(median) : OptionalDouble.empty();
    }

    private List<DataRecord> data() {
        List<DataRecord> records = new ArrayList<>();
        records.add(new DataRecord("training", source, rows, skipped, JobStream.WORD));
        judged.forEach((name, part) ->
                records.add(new DataRecord(name, part.origin(), part.rows(), part.skipped(), part.fingerprint())));
        return records;
    }
}
