package org.turnpike.spark.job.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.spark.checkpoint.Checkpoint;
import org.turnpike.spark.checkpoint.Identity;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.exchange.LocalWorker;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.Metrics;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.run.StageRecord;
import org.turnpike.spark.run.Status;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.stream.StreamSettings;
import org.turnpike.spark.words.ModelWords;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.TrainingState;
import org.turnpike.training.batch.Compute;

/** What a run is about to do, and what came of it, in lines that a person reads. */
public final class RunWords {
    /** By one of which a model is judged, whatever its loss. */
    private static final List<String> SCORES = List.of("accuracy", "mse", "nll");

    private RunWords() {}

    /** A few lines: data, model, solver, stages, and what computes. */
    static List<String> plan(JobPlan plan, DataSet rows, NeuralOde model, Compute compute) {
        List<String> lines = new ArrayList<>();
        lines.add(line("data", data(rows)));
        lines.add(line("model", ModelWords.architecture(model)));
        lines.add(line(
                "solver",
                ModelWords.solver(plan.solver()) + "; gradient "
                        + plan.job().settings().text("gradient")));
        for (JobStage stage : plan.stages()) {
            lines.add(line("stage", stage.words()));
            NeuralOde begun = model.withTerminalTime(stage.stage(model).terminalTime());
            if (ModelWords.isInitialTimeIdle(begun)) {
                lines.add(line("", "its field does not see t, so that only t_f - t0 matters: t0 need not be learned"));
            }
        }
        lines.add(compute(compute));
        return lines;
    }

    /** As {@link #plan}, for rows that are yet to come. @param judged validation and test rows */
    static List<String> streamPlan(
            JobPlan plan, StreamSettings stream, Map<String, DataPart> judged, NeuralOde model, Compute compute) {
        List<String> lines = new ArrayList<>();
        List<String> data = new ArrayList<>();
        data.add("rows of " + stream.text());
        judged.forEach((name, part) -> data.add(part(name, part)));
        data.add(Numbers.count(model.featureNames().size(), "input") + ", " + ModelWords.outputs(model.outputs()));
        lines.add(line("data", String.join("; ", data)));
        lines.add(line("model", ModelWords.architecture(model)));
        lines.add(line(
                "solver",
                ModelWords.solver(plan.solver()) + "; gradient "
                        + plan.job().settings().text("gradient")));
        OptionalInt batches = plan.stream().orElseThrow().batches();
        lines.add(line(
                "stage",
                plan.stages().get(0).name() + ": one update for each micro-batch, "
                        + (batches.isPresent() ? batches.getAsInt() + " of them" : "as long as there are rows")));
        lines.add(compute(compute));
        return lines;
    }

    /** What came of a stream. */
    static List<String> streamSummary(Metrics metrics, RunDirectory directory) {
        List<String> lines = new ArrayList<>();
        lines.add(figures(metrics));
        long updates = (long) metrics.number("iterations").orElse(0);
        lines.add(times(metrics) + " after "
                + updates + (updates == 1 ? " micro-batch in " : " micro-batches in ")
                + Numbers.seconds(metrics.number("training_seconds").orElse(0)) + ", "
                + figure(metrics.number("ms_per_iteration")) + " ms an update");
        lines.add("written to " + directory.location() + ": model/, metrics.json, history.csv, manifest.json");
        return lines;
    }

    /** Rows of {@code metrics}, one a part. */
    public static List<String> metrics(Metrics metrics, Map<String, String> prefixes) {
        List<String> lines = new ArrayList<>();
        String name = SCORES.stream()
                .filter(score -> prefixes.values().stream()
                        .anyMatch(prefix -> metrics.number(prefix + score).isPresent()))
                .findFirst()
                .orElse("mse");
        boolean classes = name.equals("accuracy");
        lines.add(row("", "rows", "loss", classes ? name : name.toUpperCase(Locale.ROOT)));
        prefixes.forEach((part, prefix) -> {
            OptionalDouble score = metrics.number(prefix + name);
            lines.add(row(
                    part,
                    Numbers.plain(metrics.number(prefix + "rows").orElse(Double.NaN)),
                    figure(metrics.number(prefix + "loss")),
                    classes && score.isPresent() ? Numbers.percent(score.getAsDouble()) : figure(score)));
        });
        return lines;
    }

    /** When solutions end; and when they begin, where that is not 0. */
    private static String times(Metrics metrics) {
        String end = "t_f = " + figure(metrics.number("terminal_time"));
        double begin = metrics.number("initial_time").orElse(0);
        return begin == 0 ? end : "t0 = " + Numbers.plain(begin) + ", " + end;
    }

    /** A stage that an earlier run has done. */
    static String skipped(StageRecord stage) {
        return stage.name() + ": skipped, done before with the same settings and data (t_f "
                + Numbers.plain(stage.terminalTime()) + " after " + Numbers.count(stage.epochs(), "epoch") + ")";
    }

    /** A stage that an earlier run has begun. @param before what that run says of itself */
    static String goesOn(Checkpoint checkpoint, Optional<Manifest> before) {
        Identity identity = checkpoint.identity();
        Status status = before.map(Manifest::status).orElse(Status.RUNNING);
        String how = status == Status.RUNNING
                ? "did not come to its end: it was killed, or lost with its machine"
                : "was " + (status == Status.FAILED ? "ended by a fault" : status.text());
        TrainingState state = checkpoint.snapshot().state();
        return identity.stage() + " goes on after iteration " + state.iterations() + ", in epoch "
                + (state.epoch() + 1) + ". The last run " + how + "; " + checkpoint.location()
                + " has its state.";
    }

    /** A stage that has just ended. */
    public static String ended(StageRecord stage) {
        String loss = stage.loss().isPresent()
                ? ", lowest loss " + Numbers.plain(stage.loss().getAsDouble())
                : "";
        return stage.name() + ": "
                + (stage.status() == Status.DONE ? stage.end() : stage.status().text()) + " after "
                + Numbers.count(stage.epochs(), "epoch") + " in " + Numbers.seconds(stage.seconds()) + loss
                + (stage.initialTime() == 0 ? "" : ", t0 " + Numbers.plain(stage.initialTime())) + ", t_f "
                + Numbers.plain(stage.terminalTime());
    }

    /** How good the model is, what it costs to use, and where everything is. */
    static List<String> summary(Metrics metrics, DataSet rows, RunDirectory directory) {
        List<String> lines = new ArrayList<>(metrics(metrics, RunMetrics.prefixes(rows.parts())));
        lines.add("");
        lines.add(times(metrics) + "; inference takes "
                + figure(metrics.number("nfe_inference")) + " evaluations of the field a row, "
                + figure(metrics.number("inference_ms")) + " ms for all training rows");
        ConvergenceFigures.words(metrics).ifPresent(lines::add);
        lines.add("training took "
                + Numbers.seconds(metrics.number("training_seconds").orElse(0)) + " for "
                + Numbers.count((long) metrics.number("iterations").orElse(0), "iteration") + ", "
                + figure(metrics.number("ms_per_iteration")) + " ms each");
        lines.add("written to " + directory.location() + ": model/, metrics.json, history.csv, manifest.json");
        return lines;
    }

    /** Every figure of the metrics that says how good the model is, on one line. */
    public static String figures(Metrics metrics) {
        List<String> figures = new ArrayList<>();
        for (String prefix : List.of("", "validation_", "test_")) {
            for (String name : List.of("loss", "accuracy", "mse", "nll")) {
                OptionalDouble value = metrics.number(prefix + name);
                if (value.isPresent()) {
                    figures.add((prefix.isEmpty() ? "training" : prefix.replace("_", "")) + " " + name + " "
                            + (name.equals("accuracy")
                                    ? Numbers.percent(value.getAsDouble())
                                    : Numbers.plain(value.getAsDouble())));
                }
            }
        }
        return String.join(", ", figures);
    }

    private static String compute(Compute compute) {
        return line(
                "compute",
                compute.backend().name() + " back-end, "
                        + (LocalWorker.isLocal(SparkDriver.master())
                                ? Numbers.count(compute.threads(), "thread") + ", one worker"
                                : "on the executors of " + SparkDriver.master()));
    }

    public static String line(String name, String text) {
        return String.format(Locale.ROOT, "%-8s %s", name, text);
    }

    private static String row(String name, String rows, String loss, String score) {
        return String.format(Locale.ROOT, "%-10s %10s %12s %12s", name, rows, loss, score);
    }

    private static String figure(OptionalDouble value) {
        return value.isPresent() ? Numbers.plain(value.getAsDouble()) : "none";
    }

    private static String data(DataSet rows) {
        String inputs = Numbers.count(rows.schema().features().size(), "input") + ", "
                + (rows.schema().outputs() instanceof Outputs.Classes classes
                        ? "classes " + ModelWords.names(classes.names())
                        : ModelWords.outputs(rows.schema().outputs()));
        return rows.parts().entrySet().stream()
                        .map(part -> part(part.getKey(), part.getValue()))
                        .collect(Collectors.joining("; "))
                + "; " + inputs;
    }

    private static String part(String name, DataPart part) {
        return Numbers.count(part.rows(), name + " row")
                + (name.equals("validation") ? "" : " of " + part.origin())
                + (part.skipped() == 0 ? "" : " (" + part.skipped() + " skipped)");
    }
}
