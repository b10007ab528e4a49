package org.turnpike.spark.job.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turnpike.spark.driver.LazySpark;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobCluster;
import org.turnpike.spark.job.file.JobData;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.job.file.Settings;
import org.turnpike.spark.job.training.ConvergenceFigures;
import org.turnpike.spark.job.training.ReportRows;
import org.turnpike.spark.job.training.RunMetrics;
import org.turnpike.spark.job.training.RunWords;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.run.Measurement;
import org.turnpike.spark.run.Metrics;
import org.turnpike.spark.run.StageRecord;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.Schema;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.batch.Compute;

/** {@code evaluate}: how good a model is on rows with labels. */
final class EvaluateCommand implements Command {
    @Override
    public String name() {
        return "evaluate";
    }

    @Override
    public String summary() {
        return "measures a model on data; without --data, on those that it was trained, validated and tested on";
    }

    @Override
    public String example() {
        return "evaluate --model runs/two-moons --data tomorrow.csv --json";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.valued("model", "DIR", "the directory of a run or of a model"),
                Option.valued("data", "DATA", "a path or generator; columns and format as the job file says"),
                Option.flag("json", "print one JSON object, and nothing else, on standard output"));
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) throws Exception {
        try (LazySpark spark = new LazySpark("Turnpike: evaluate")) {
            return run(arguments, console, spark);
        }
    }

    private static ExitCode run(Arguments arguments, Console console, LazySpark spark) {
        Storage storage = SparkDriver.storage();
        ModelSource source = ModelSource.read(storage, arguments.required("model"), arguments);
        Map<String, DataPart> parts = parts(
                source,
                arguments,
                new SourceReader(storage, spark, new JobCluster(source.job().settings()).memory()));
        Compute compute = ModelSource.compute(source.job());
        Metrics metrics = new Metrics();
        Map<String, String> prefixes = parts.size() == 1 ? Map.of(name(parts), "") : RunMetrics.prefixes(parts);
        ExitCode ended = ExitCode.DONE;
        for (Map.Entry<String, DataPart> part : parts.entrySet()) {
            Measurement measured = Measurement.of(source.model(), part.getValue(), compute);
            String prefix = prefixes.get(part.getKey());
            metrics.putAll(prefix, measured.metrics());
            metrics.put(prefix + "nfe_inference", measured.evaluation().forwardEvaluations());
            metrics.putAll(
                    prefix,
                    ConvergenceFigures.of(stages(source), source.model(), ReportRows.shown(part.getValue()), compute));
            if (measured.failure().isPresent()) {
                console.say("turnpike: " + part.getValue().origin() + ": "
                        + measured.failure().get().message());
                ended = ExitCode.DIVERGED;
            }
        }
        metrics.put("terminal_time", source.model().terminalTime().value());
        if (arguments.has("json")) {
            console.out().println(metrics.line());
        } else {
            RunWords.metrics(metrics, prefixes).forEach(console.out()::println);
            ConvergenceFigures.words(metrics).ifPresent(console.out()::println);
        }
        Optional<String> output = arguments.value("output");
        if (output.isPresent()) {
            storage.write(output.get(), stream -> stream.write(metrics.bytes()));
        }
        return ended;
    }

    /** Those that made the model; without a run that made it, those of the job file. */
    private static List<JobStage> stages(ModelSource source) {
        Settings job = source.job().settings();
        return source
                .manifest()
                .map(run -> run.stages().stream().map(StageRecord::name).toList())
                .orElseGet(() -> job.texts("stages"))
                .stream()
                .map(name -> new JobStage(job, name))
                .toList();
    }

    private static Map<String, DataPart> parts(ModelSource source, Arguments arguments, SourceReader reader) {
        JobData data = new JobData(source.job().settings());
        Schema schema = new Schema(source.model().featureNames(), source.model().outputs());
        Optional<String> named = arguments.value("data");
        if (named.isPresent()) {
            Map<String, DataPart> parts = new LinkedHashMap<>();
            parts.put("data", reader.part(named.get(), data.columns(), schema));
            return parts;
        }
        if (source.job().settings().block("data").optionalText("train").isEmpty()) {
            throw new UserError(
                    ExitCode.USAGE,
                    "--data and a path or generator",
                    "no such option, and no run that the model came from",
                    "evaluate",
                    "Add --data, or --conf with the job file that names the data.");
        }
        return reader.read(data.settings(), schema).parts();
    }

    private static String name(Map<String, DataPart> parts) {
        return parts.keySet().iterator().next();
    }
}
