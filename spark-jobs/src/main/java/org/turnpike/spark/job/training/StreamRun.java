package org.turnpike.spark.job.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.spark.checkpoint.Checkpoint;
import org.turnpike.spark.checkpoint.Snapshot;
import org.turnpike.spark.driver.LazySpark;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.Failure;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.JobStream;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.report.ReportData;
import org.turnpike.spark.report.RunReport;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.Metrics;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.run.Status;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.DataSettings;
import org.turnpike.spark.source.Schema;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.source.Task;
import org.turnpike.spark.source.Validation;
import org.turnpike.spark.stream.MicroBatchReader;
import org.turnpike.spark.stream.RowStream;
import org.turnpike.spark.stream.StreamColumns;
import org.turnpike.spark.stream.StreamLog;
import org.turnpike.spark.stream.StreamSettings;
import org.turnpike.training.batch.Compute;

/** Trains one stage on a stream, in a directory where an earlier run may have begun. */
public final class StreamRun {
    private static final long LOOK_MILLISECONDS = 50;
    private static final int MOST_LOOKS = 40;

    private final JobPlan plan;
    private final JobStream stream;
    private final StreamSettings settings;
    private final RunDirectory directory;
    private final Console console;
    private final Optional<TrainingRun.StartModel> given;
    private final TrainingRun.Earlier earlier;
    private final Compute compute;

    /** @param given the model that the stage begins with; nothing for a new one */
    public StreamRun(
            JobPlan plan,
            RunDirectory directory,
            Console console,
            Optional<TrainingRun.StartModel> given,
            TrainingRun.Earlier earlier) {
        this.plan = plan;
        this.stream = plan.stream().orElseThrow();
        this.settings = stream.settings();
        this.directory = directory;
        this.console = console;
        this.given = given;
        this.earlier = earlier;
        plan.cluster().check(SparkDriver.configuration());
        this.compute = plan.compute().compute(SparkDriver.threads());
        if (given.isEmpty() && plan.data().isStandardised()) {
            throw plan.job()
                    .settings()
                    .block("data")
                    .error("standardise", "false", "The rows of a stream are not there to learn it from.");
        }
    }

    public ExitCode run() throws Exception {
        Optional<Manifest> before = earlier == TrainingRun.Earlier.KEPT ? directory.manifest() : Optional.empty();
        try (Interruption interruption = new Interruption();
                LazySpark spark = new LazySpark("Turnpike: " + directory.location())) {
            SparkSession session = SQLContext.getOrCreate(spark.get().sc()).sparkSession();
            // streams run without it, and Spark warns of it otherwise
            session.conf().set("spark.sql.adaptive.enabled", false);
            Dataset<Row> rows = RowStream.open(session, settings);
            StreamColumns columns = StreamColumns.of(
                    rows.schema(),
                    plan.data().columns(),
                    given.map(start -> start.model().featureNames()),
                    settings.text());
            Schema schema = schema(columns, spark);
            Map<String, DataPart> judged = judged(schema, spark);
            String fingerprint = Fingerprints.stream(
                    plan, given.map(TrainingRun.StartModel::fingerprint).orElse(TrainingRun.NEW_MODEL));
            RunCheckpoints checkpoints = new RunCheckpoints(
                    plan, directory, List.of(fingerprint), Map.of("training", JobStream.WORD), console);
            Optional<Checkpoint> unfinished = earlier == TrainingRun.Earlier.KEPT
                    ? checkpoints.unfinished(0, Optional.empty())
                    : Optional.empty();
            if (isDone(unfinished, before)) {
                console.say("nothing to do: " + directory.location() + " has learned from all "
                        + stream.batches().getAsInt() + " micro-batches");
                return ExitCode.DONE;
            }
            NeuralOde start = given.map(model -> plan.adopted(model.model(), schema))
                    .orElseGet(() -> plan.newModel(schema, Optional.empty()));
            StreamLogbook logbook =
                    new StreamLogbook(directory, plan, settings.text(), fingerprint, judged, start, compute);
            try {
                checkpoints.keepOnly(unfinished);
                StreamLog log = new StreamLog(directory.storage(), checkpoints.streamLog());
                log.goOnAfter(
                        unfinished.isPresent() ? unfinished.get().snapshot().lastMicroBatch() : OptionalLong.empty());
                unfinished
                        .map(checkpoint -> RunWords.goesOn(checkpoint, before))
                        .ifPresent(console::say);
                RunWords.streamPlan(plan, settings, judged, start, compute).forEach(console::say);
                Workers workers = plan.cluster().workers(spark.get(), StreamTrainer.shards(plan), console::say);
                Retries retries = new Retries(plan.cluster().retries(), console::say);
                StreamLearner learner = new StreamLearner(
                        plan,
                        new StreamTrainer(workers, plan, start, retries),
                        new MicroBatchReader(
                                columns, schema, plan.data().columns().format().invalidRows(), settings.text()),
                        checkpoints,
                        logbook,
                        console,
                        unfinished.map(Checkpoint::snapshot));
                interruption.callOffBy(learner::callOff);
                try (workers) {
                    follow(rows, log, learner);
                }
                return ended(learner, logbook);
            } catch (Exception | Error thrown) {
                Throwable cause = thrown instanceof StreamingQueryException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
                logbook.ends(Status.FAILED, Failure.of(cause).message());
                throw thrown;
            }
        }
    }

    /** Runs the query until its source has no more, or the learner wants no more. */
    private void follow(Dataset<Row> rows, StreamLog log, StreamLearner learner) throws Exception {
        VoidFunction2<Dataset<Row>, Long> learn = learner::learn;
        StreamingQuery query = rows.writeStream()
                .queryName("turnpike")
                .trigger(settings.trigger())
                .option("checkpointLocation", log.location())
                .foreachBatch(learn)
                .start();
        try {
            while (!learner.isOver() && !query.awaitTermination(LOOK_MILLISECONDS)) {
                // until one of the two
            }
            awaitRest(query, learner);
        } catch (StreamingQueryException e) {
            if (!learner.isOver()) {
                throw e;
            }
        } finally {
            if (query.isActive()) {
                query.stop();
            }
        }
    }

    /**
     * Waits until Spark has noted that the last micro-batch is done, and rests or asks for the next one to be learned from. To
     * be stopped in the middle of its notes would do no harm, but make noise.
     */
    private static void awaitRest(StreamingQuery query, StreamLearner learner) throws StreamingQueryException {
        long last = learner.snapshot().map(Snapshot::microBatch).orElse(-1L);
        for (int look = 0; look < MOST_LOOKS && !query.awaitTermination(LOOK_MILLISECONDS); look++) {
            StreamingQueryProgress progress = query.lastProgress();
            boolean isNoted = progress != null && progress.batchId() >= last;
            if (isNoted && !query.status().isTriggerActive()) {
                return;
            }
        }
    }

    private ExitCode ended(StreamLearner learner, StreamLogbook logbook) {
        StreamLearner.End end = learner.end();
        if (learner.snapshot().isEmpty()) {
            logbook.ends(end.status(), "no row has arrived");
            console.say("turnpike: no row has arrived: no model is written");
            return end.status() == Status.INTERRUPTED ? ExitCode.CLUSTER : ExitCode.DONE;
        }
        Metrics metrics = logbook.ends(learner.snapshot().get(), learner.model(), end.status(), end.words());
        RunWords.streamSummary(metrics, directory).forEach(console.out()::println);
        report();
        if (end.status() == Status.DONE) {
            return ExitCode.DONE;
        }
        console.say("turnpike: " + end.words() + ". The model until then is kept in " + directory.place("model")
                + "; the same command goes on after micro-batch "
                + learner.snapshot().get().microBatch() + ".");
        return end.status() == Status.INTERRUPTED ? ExitCode.CLUSTER : ExitCode.DIVERGED;
    }

    private void report() {
        try {
            ReportData none = new ReportData.None(ReportRows.OF_A_STREAM);
            console.out()
                    .println(RunWords.line(
                            "report", new RunReport(directory.storage(), compute).write(directory.location(), none)));
        } catch (Exception e) {
            console.say("turnpike: the report was not written: " + Failure.of(e).message());
        }
    }

    private boolean isDone(Optional<Checkpoint> unfinished, Optional<Manifest> before) {
        return stream.batches().isPresent()
                && before.map(Manifest::status).equals(Optional.of(Status.DONE))
                && unfinished.isPresent()
                && unfinished.get().snapshot().state().iterations()
                        >= stream.batches().getAsInt();
    }

    private Schema schema(StreamColumns columns, LazySpark spark) {
        if (given.isPresent()) {
            NeuralOde model = given.get().model();
            return new Schema(model.featureNames(), model.outputs());
        }
        if (plan.data().columns().task() == Task.REGRESSION) {
            return new Schema(columns.features(), new Outputs.Values(columns.label()));
        }
        if (plan.data().columns().task() == Task.DENSITY) {
            return new Schema(columns.features(), new Outputs.LogDensity());
        }
        Outputs outputs = stream.classes()
                .<Outputs>map(names -> plan.job().settings().made("stream.classes", () -> new Outputs.Classes(names)))
                .or(() -> outputsOfValidation(spark))
                .orElseThrow(stream::noClasses);
        return new Schema(columns.features(), outputs);
    }

    private Optional<Outputs> outputsOfValidation(LazySpark spark) {
        DataSettings data = plan.data().settings();
        return apart(data).map(text -> {
            DataSet rows = new SourceReader(directory.storage(), spark)
                    .read(new DataSettings(text, new Validation.None(), Optional.empty(), data.columns(), data.seed()));
            return rows.schema().outputs();
        });
    }

    private Map<String, DataPart> judged(Schema schema, LazySpark spark) {
        DataSettings data = plan.data().settings();
        SourceReader reader = new SourceReader(directory.storage(), spark);
        Map<String, DataPart> judged = new LinkedHashMap<>();
        apart(data).ifPresent(text -> judged.put("validation", reader.part(text, data.columns(), schema)));
        data.test().ifPresent(text -> judged.put("test", reader.part(text, data.columns(), schema)));
        return judged;
    }

    private static Optional<String> apart(DataSettings data) {
        return data.validation() instanceof Validation.Apart apart ? Optional.of(apart.text()) : Optional.empty();
    }
}
