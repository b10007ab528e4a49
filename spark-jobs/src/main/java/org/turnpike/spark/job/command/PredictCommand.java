package org.turnpike.spark.job.command;

import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.driver.LazySpark;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobCluster;
import org.turnpike.spark.job.file.JobData;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.source.ColumnSettings;
import org.turnpike.spark.source.ReadRows;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.source.frame.SpreadPredictions;
import org.turnpike.spark.source.frame.SpreadRows;
import org.turnpike.spark.storage.Storage;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.evaluation.Predictions;
import org.turnpike.training.evaluation.Predictor;

/** {@code predict}: what a model says about rows that need no label, as a CSV file, or as a table that Spark writes. */
final class PredictCommand implements Command {
    @Override
    public String name() {
        return "predict";
    }

    @Override
    public String summary() {
        return "scores a table into a table: predictions and the probability of every class, or log-densities";
    }

    @Override
    public String example() {
        return "predict --model runs/customers --data tomorrow.csv --output scores.csv";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.valued("model", "DIR", "the directory of a run or of a model"),
                Option.valued("data", "DATA", "a path or generator; it needs the model's inputs, and no label"),
                Option.valued("id", "COLUMN", "the column to copy, by which rows are known; none: they are numbered"));
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) throws Exception {
        try (LazySpark spark = new LazySpark("Turnpike: predict")) {
            return run(arguments, console, spark);
        }
    }

    private static ExitCode run(Arguments arguments, Console console, LazySpark spark) throws Exception {
        String output = arguments.required("output");
        String data = arguments.required("data");
        Storage storage = SparkDriver.storage();
        ModelSource source = ModelSource.read(storage, arguments.required("model"), arguments);
        NeuralOde model = source.model();
        ColumnSettings columns = new JobData(source.job().settings()).columns();
        Optional<String> id = arguments.value("id");
        boolean isTable = output.endsWith(".parquet") || output.endsWith(".json") || output.endsWith(".jsonl");
        SourceReader.Memory memory = isTable
                ? SourceReader.Memory.ofNone()
                : new JobCluster(source.job().settings()).memory();
        SourceReader reader = new SourceReader(storage, spark, memory);
        Optional<SpreadRows> apart = reader.toPredictApart(data, columns, model.featureNames(), id);
        if (apart.isPresent()) {
            SpreadPredictions predictions = apart.get()
                    .predictions(
                            spark.session(),
                            model,
                            ModelSource.compute(source.job()).backend().name());
            predictions.writeTo(output);
            return ended(predictions, data, output, console);
        }
        if (isTable) {
            throw new UserError(
                    ExitCode.USAGE,
                    "a name that ends in .csv, for rows that Spark does not read",
                    "'" + output + "'",
                    "--output",
                    "Name a CSV file, or data in files of CSV, Parquet or JSON.");
        }
        ReadRows rows = reader.toPredict(data, columns, model.featureNames(), id);
        Predictions predictions = predict(model, rows, source.job());
        PredictionTable table = new PredictionTable(model.outputs(), rows, predictions);
        storage.write(output, table::writeTo);
        console.say(Numbers.count(predictions.rows(), "row") + " of " + data + " scored into " + output
                + (rows.skipped().isEmpty()
                        ? ""
                        : "; " + Numbers.count(rows.skipped().size(), "invalid row") + " skipped, the first: "
                                + rows.skipReasons().get(0)));
        Optional<SampleFailure> failure = predictions.failure();
        failure.ifPresent(first -> console.say("turnpike: rows without a prediction are empty in " + output
                + ", since they could not be solved. The first: " + first.message()));
        return failure.isPresent() ? ExitCode.DIVERGED : ExitCode.DONE;
    }

    private static ExitCode ended(SpreadPredictions predictions, String data, String output, Console console) {
        console.say(Numbers.count(predictions.scored(), "row") + " of " + data + " scored into " + output
                + (predictions.skipped() == 0
                        ? ""
                        : "; " + Numbers.count(predictions.skipped(), "invalid row") + " skipped"));
        if (predictions.unsolved() > 0) {
            console.say("turnpike: " + Numbers.count(predictions.unsolved(), "row") + " without a prediction, empty in "
                    + output + ", since they could not be solved.");
        }
        return predictions.unsolved() > 0 ? ExitCode.DIVERGED : ExitCode.DONE;
    }

    private static Predictions predict(NeuralOde model, ReadRows rows, JobFile job) {
        try (Predictor predictor = new Predictor(model, ModelSource.compute(job))) {
            return predictor.predict(rows.table().features());
        }
    }
}
