package org.turnpike.spark.job.command;

import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.training.ConvergenceFigures;
import org.turnpike.spark.job.training.RunWords;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.run.DataRecord;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.Metrics;
import org.turnpike.spark.run.ModelDirectory;
import org.turnpike.spark.run.PublishedModels;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.run.StageRecord;
import org.turnpike.spark.run.Status;
import org.turnpike.spark.storage.Storage;
import org.turnpike.spark.words.ModelWords;
import org.turnpike.spark.words.Numbers;

/** {@code inspect}: a run or a model in plain words. */
final class InspectCommand implements Command {
    @Override
    public String name() {
        return "inspect";
    }

    @Override
    public String summary() {
        return "tells what a run or a model is, in plain words; with --data also how its solutions behave";
    }

    @Override
    public String example() {
        return "inspect runs/two-moons";
    }

    @Override
    public List<String> operands() {
        return List.of("DIR");
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.valued("data", "DATA", "follow the solutions of these rows: energy, rest, and what noise does"),
                Option.valued("compare", "DIR", "with --data: another model, shaken by the same noise"));
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        if (arguments.value("compare").isPresent() && arguments.value("data").isEmpty()) {
            throw new UserError(
                    ExitCode.USAGE,
                    "--data beside --compare",
                    "--compare alone",
                    "inspect",
                    "Add --data with the rows to compare the models on.");
        }
        Storage storage = SparkDriver.storage();
        published(new PublishedModels(storage, arguments.operand(0)), console);
        String location = PublishedModels.resolve(storage, arguments.operand(0));
        RunDirectory directory = new RunDirectory(storage, location);
        Optional<Manifest> manifest = directory.manifest();
        manifest.ifPresent(known -> run(known, directory, console));
        if (manifest.isEmpty() || directory.hasModel()) {
            model(ModelDirectory.read(storage, location), console);
        } else {
            line(console, "model", "none yet: no stage has ended");
        }
        arguments.value("data").ifPresent(data -> new Behaviour(storage, arguments, data).tell(location, console));
        return ExitCode.DONE;
    }

    private static void published(PublishedModels models, Console console) {
        for (PublishedModels.Entry entry : models.entries()) {
            line(console, "published", entry.id() + ", " + entry.published() + ", from " + entry.from());
        }
    }

    private static void run(Manifest manifest, RunDirectory directory, Console console) {
        line(
                console,
                "run",
                manifest.status().text() + (manifest.message().isEmpty() ? "" : ": " + manifest.message()) + "; begun "
                        + manifest.started()
                        + (manifest.finished().isEmpty() ? "" : ", ended " + manifest.finished()) + ", by Turnpike "
                        + manifest.version());
        for (DataRecord part : manifest.data()) {
            line(
                    console,
                    "data",
                    Numbers.count(part.rows(), part.part() + " row") + " of " + part.origin()
                            + (part.skipped() == 0 ? "" : " (" + part.skipped() + " skipped)"));
        }
        for (StageRecord stage : manifest.stages()) {
            line(
                    console,
                    "stage",
                    stage.status() == Status.RUNNING ? stage.name() + ": running, or killed" : RunWords.ended(stage));
        }
        Optional<Metrics> metrics = directory.metrics();
        metrics.ifPresent(known -> line(console, "metrics", RunWords.figures(known)));
        metrics.flatMap(ConvergenceFigures::words).ifPresent(words -> line(console, "speed", words));
    }

    private static void model(NeuralOde model, Console console) {
        line(console, "model", ModelWords.architecture(model));
        line(console, "solver", ModelWords.solver(model.solver()) + "; " + ModelWords.times(model));
        line(
                console,
                "inputs",
                ModelWords.names(model.featureNames())
                        + (model.standardisation().isPresent() ? "; standardised" : ""));
        line(
                console,
                "outputs",
                ModelWords.outputs(model.outputs()) + ": "
                        + ModelWords.names(model.outputs().names()));
    }

    private static void line(Console console, String name, String text) {
        console.out().println(RunWords.line(name, text));
    }
}
