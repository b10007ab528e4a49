package org.turnpike.spark.job.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.checkpoint.Checkpoint;
import org.turnpike.spark.driver.LazySpark;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.exchange.LocalWorker;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.Failure;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.report.RunReport;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.Metrics;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.run.StageRecord;
import org.turnpike.spark.run.Status;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.DataSettings;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.tracking.RunTracker;
import org.turnpike.training.batch.Compute;

/** Runs the stages of a plan, one after the other, in a directory that may have some of them already. */
public final class TrainingRun {
    /** In place of the fingerprint of a model to go on from. */
    static final String NEW_MODEL = "a new model";

    private static final String LAST_DONE = "the last stage that is done";

    private final JobPlan plan;
    private final RunDirectory directory;
    private final Console console;
    private final Optional<StartModel> given;
    private final Earlier earlier;
    private final Compute compute;

    /**
     * A model to go on from.
     *
     * @param fingerprint of its files
     */
    public record StartModel(NeuralOde model, String fingerprint) {}

    /** What becomes of stages that an earlier run in the directory has done just as they are asked for. */
    public enum Earlier {
        KEPT,
        REPEATED
    }

    /**
     * @param given the model that the first stage begins with; nothing for a new one
     * @throws org.turnpike.spark.failure.UserError where the master is none to train on
     */
    public TrainingRun(
            JobPlan plan, RunDirectory directory, Console console, Optional<StartModel> given, Earlier earlier) {
        this.plan = plan;
        this.directory = directory;
        this.console = console;
        this.given = given;
        this.earlier = earlier;
        plan.cluster().check(SparkDriver.configuration());
        this.compute = plan.compute().compute(SparkDriver.threads());
    }

    public ExitCode run() throws Exception {
        Optional<Manifest> before = earlier == Earlier.KEPT ? directory.manifest() : Optional.empty();
        try (Interruption interruption = new Interruption();
                LazySpark spark = new LazySpark("Turnpike: " + directory.location())) {
            if (before.isEmpty()) {
                spark.begin();
            }
            DataSet rows = read(spark);
            Map<String, String> data = Fingerprints.data(rows);
            List<String> fingerprints = Fingerprints.stages(
                    plan, data, given.map(StartModel::fingerprint).orElse(NEW_MODEL));
            Resumption resumption = new Resumption(directory, before, fingerprints);
            Resumption.Done done = resumption.done();
            done.stages().forEach(stage -> console.say(RunWords.skipped(stage)));
            if (done.stages().size() == plan.stages().size() && resumption.hasMeasured(data)) {
                console.say("nothing to do: " + directory.location() + " is up to date");
                return ExitCode.DONE;
            }
            RunCheckpoints checkpoints = new RunCheckpoints(plan, directory, fingerprints, data, console);
            Optional<Checkpoint> unfinished = earlier == Earlier.KEPT
                    ? checkpoints.unfinished(done.stages().size(), before)
                    : Optional.empty();
            Logbook logbook = Logbook.begin(directory, before, plan.job(), rows, data, done.stages());
            interruption.noteBy(() -> interrupted(logbook, "before training began", LAST_DONE));
            try (RunTracker tracker = plan.tracking().begin(plan.job(), directory.location(), console::say)) {
                checkpoints.keepOnly(unfinished);
                NeuralOde start = done.model().orElseGet(() -> start(rows));
                unfinished
                        .map(checkpoint -> RunWords.goesOn(checkpoint, before))
                        .or(() -> resumption.reason(plan, data))
                        .ifPresent(console::say);
                RunWords.plan(plan, rows, start, compute).forEach(console::say);
                ExitCode code = new Stages(logbook, rows, fingerprints, checkpoints, spark, tracker, interruption)
                        .run(start, unfinished);
                tracker.ends(end(code));
                return code;
            } catch (Exception | Error thrown) {
                logbook.failed(Failure.of(thrown).message());
                throw thrown;
            }
        }
    }

    private static RunTracker.End end(ExitCode code) {
        return switch (code) {
            case DONE -> RunTracker.End.FINISHED;
            case CLUSTER -> RunTracker.End.KILLED;
            default -> RunTracker.End.FAILED;
        };
    }

    private DataSet read(LazySpark spark) {
        DataSettings settings = plan.data().settings();
        SourceReader reader =
                new SourceReader(directory.storage(), spark, plan.cluster().memory());
        plan.data().requireFits(reader.source(settings.train(), settings.columns()));
        return reader.read(settings);
    }

    private NeuralOde start(DataSet rows) {
        return given.map(start -> plan.adopted(start.model(), rows.schema())).orElseGet(() -> plan.newModel(rows));
    }

    /** @param place where the same command goes on */
    private ExitCode interrupted(Logbook logbook, String where, String place) {
        logbook.ends(Status.INTERRUPTED, "interrupted " + where);
        console.say("turnpike: interrupted " + where + ". What " + directory.location()
                + " held before is kept; the same command goes on from " + place + ".");
        return ExitCode.CLUSTER;
    }

    /** The stages that are left, and what follows the last. */
    private final class Stages {
        private final Logbook logbook;
        private final DataSet rows;
        private final List<String> fingerprints;
        private final RunCheckpoints checkpoints;
        private final LazySpark spark;
        private final RunTracker tracker;
        private final Interruption interruption;
        private int workers = 1;

        Stages(
                Logbook logbook,
                DataSet rows,
                List<String> fingerprints,
                RunCheckpoints checkpoints,
                LazySpark spark,
                RunTracker tracker,
                Interruption interruption) {
            this.logbook = logbook;
            this.rows = rows;
            this.fingerprints = fingerprints;
            this.checkpoints = checkpoints;
            this.spark = spark;
            this.tracker = tracker;
            this.interruption = interruption;
        }

        /** @param unfinished where the first stage goes on; empty to begin it */
        ExitCode run(NeuralOde start, Optional<Checkpoint> unfinished) throws Exception {
            int first = logbook.stages().size();
            double compiling = 0;
            if (first == plan.stages().size()) {
                directory.write(start);
            } else {
                spark.begin();
                compiling = headStart(start, plan.stages().get(first));
            }
            NeuralOde model = start;
            for (int number = first; number < plan.stages().size(); number++) {
                JobStage stage = plan.stages().get(number);
                if (interruption.isUnderWay()) {
                    return ExitCode.CLUSTER;
                }
                logbook.stageBegins(stage, fingerprints.get(number), model);
                StageOutcome outcome;
                boolean goesOnFromThere;
                try (CheckpointKeeper keeper =
                        checkpoints.keeper(number, number == first ? unfinished : Optional.empty())) {
                    outcome = StageRun.train(spark, plan, stage, model, rows, keeper, console, tracker, interruption)
                            .afterCompiling(number == first ? compiling : 0);
                    goesOnFromThere = keeper.hasKeptTheLast();
                }
                workers = outcome.workers();
                StageRecord ended = logbook.stageEnds(outcome);
                console.say(RunWords.ended(ended));
                if (ended.status() == Status.INTERRUPTED) {
                    return interrupted(logbook, "in " + ended.name(), goesOnFromThere ? "there" : LAST_DONE);
                }
                checkpoints.remove(number);
                if (ended.status() == Status.DIVERGED) {
                    return diverged(outcome, ended);
                }
                model = outcome.model();
            }
            measure(model, Status.DONE);
            logbook.ends(Status.DONE, "");
            report();
            return ExitCode.DONE;
        }

        /** Only where the worker will be in this JVM. */
        private double headStart(NeuralOde start, JobStage stage) {
            return LocalWorker.isLocal(SparkDriver.master())
                    ? HeadStart.run(start, stage, rows.training().sample(HeadStart.ROWS), plan.compute())
                    : 0;
        }

        private ExitCode diverged(StageOutcome outcome, StageRecord ended) {
            String kept = outcome.hasLearned()
                    ? "The best model until then is kept in " + directory.place("model") + "."
                    : "No model was good until then: none is written.";
            if (outcome.hasLearned()) {
                measure(outcome.model(), Status.DIVERGED);
            }
            logbook.ends(Status.DIVERGED, ended.end());
            report();
            console.say("turnpike: " + ended.name() + " " + ended.end() + " " + kept);
            return ExitCode.DIVERGED;
        }

        /** The run is done, and its model kept, whatever comes of its report. */
        private void report() {
            try {
                String place =
                        new RunReport(directory.storage(), compute).write(directory.location(), ReportRows.of(rows));
                console.out().println(RunWords.line("report", place));
            } catch (Exception e) {
                console.say("turnpike: the report was not written: "
                        + Failure.of(e).message() + " turnpike report " + directory.location() + " tries again.");
            }
        }

        private void measure(NeuralOde model, Status status) {
            Metrics metrics = RunMetrics.of(model, rows.parts(), logbook.stages(), status, compute, workers)
                    .putAll(
                            "",
                            ConvergenceFigures.of(plan.stages(), model, ReportRows.shown(rows.training()), compute));
            directory.write(metrics);
            tracker.figures(metrics.figures());
            RunWords.summary(metrics, rows, directory).forEach(console.out()::println);
        }
    }
}
