package org.turnpike.spark.job.command;

import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.storage.Storage;
import org.turnpike.spark.words.ModelWords;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.evaluation.Sampler;
import org.turnpike.training.evaluation.Samples;

/** {@code sample}: rows drawn from a density model, as a CSV file. */
final class SampleCommand implements Command {
    private static final String MODEL =
            "the directory of a run or of a model that was trained with data.task = density";

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public String summary() {
        return "draws rows from a density model into a table";
    }

    @Override
    public String example() {
        return "sample --model runs/density --rows 1000 --output drawn.csv";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.valued("model", "DIR", MODEL),
                Option.valued("rows", "N", "how many rows"),
                Option.valued("seed", "S", "draws other rows; row i of a seed is always the same (the job's seed)"));
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) throws Exception {
        String output = arguments.required("output");
        int rows = (int) number("rows", arguments.required("rows"), 1, Integer.MAX_VALUE);
        Storage storage = SparkDriver.storage();
        String location = arguments.required("model");
        ModelSource source = ModelSource.read(storage, location, arguments);
        NeuralOde model = source.model();
        if (!(model.outputs() instanceof Outputs.LogDensity)) {
            throw new UserError(
                    ExitCode.USAGE,
                    "a density model",
                    "one with " + ModelWords.outputs(model.outputs()),
                    location,
                    "Train one with data.task = density; predict uses this one.");
        }
        Optional<String> asked = arguments.value("seed");
        long seed = asked.isPresent()
                ? number("seed", asked.get(), Long.MIN_VALUE, Long.MAX_VALUE)
                : source.job().settings().whole("seed");
        Samples samples = draw(model, rows, seed, source.job());
        storage.write(output, new SampleTable(model.featureNames(), samples)::writeTo);
        console.say(Numbers.count(rows, "row") + " drawn into " + output + ", by "
                + Numbers.plain(samples.evaluations()) + " evaluations of the field each");
        Optional<SampleFailure> failure = samples.failure();
        failure.ifPresent(first -> console.say("turnpike: rows that could not be solved for are left out of " + output
                + ". The first: " + first.message()));
        return failure.isPresent() ? ExitCode.DIVERGED : ExitCode.DONE;
    }

    private static Samples draw(NeuralOde model, int rows, long seed, JobFile job) {
        try (Sampler sampler = new Sampler(model, ModelSource.compute(job))) {
            return sampler.sample(rows, seed);
        }
    }

    private static long number(String option, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new UserError(
                ExitCode.USAGE,
                least == 1 ? "a whole number from 1 to " + most : "a whole number",
                "'" + text + "'",
                "--" + option,
                "Write --" + option + " 1000, for instance.");
    }
}
