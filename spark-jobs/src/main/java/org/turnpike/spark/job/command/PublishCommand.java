package org.turnpike.spark.job.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.run.ModelDirectory;
import org.turnpike.spark.run.PublishedModels;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.storage.Storage;

/** {@code publish}: makes a model the one that is in use, in one step, and keeps those before it. */
final class PublishCommand implements Command {
    private static final int KEPT = 5;
    private static final int FEWEST = 2;

    @Override
    public String name() {
        return "publish";
    }

    @Override
    public String summary() {
        return "makes a model the current one of a directory, in one step; evaluate and predict --model take that directory";
    }

    @Override
    public String example() {
        return "publish --model runs/tonight --output models/customers";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.valued("model", "DIR", "the directory of a run or of a model"),
                Option.valued("keep", "N", "models that stay, the current one among them; at least 2, or else " + KEPT),
                Option.flag("previous", "instead of --model: go back to the model before the current one"));
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        Storage storage = SparkDriver.storage();
        PublishedModels models = new PublishedModels(storage, arguments.required("output"));
        String before = models.entries().stream()
                .findFirst()
                .map(PublishedModels.Entry::id)
                .orElse("none");
        PublishedModels.Entry current =
                arguments.has("previous") ? back(models, arguments) : publish(storage, models, arguments);
        console.out()
                .println(
                        current.id().equals(before)
                                ? models.location() + ": " + before + " was the current model already"
                                : models.location() + ": the current model is " + current.id() + ", from "
                                        + current.from() + "; before: " + before);
        return ExitCode.DONE;
    }

    private static PublishedModels.Entry back(PublishedModels models, Arguments arguments) {
        if (arguments.value("model").isPresent()) {
            throw new UserError(ExitCode.USAGE, "--model or --previous", "both", "publish", "Keep one of them.");
        }
        return models.goBack();
    }

    private static PublishedModels.Entry publish(Storage storage, PublishedModels models, Arguments arguments) {
        String from = arguments.required("model");
        NeuralOde model = ModelDirectory.read(storage, from);
        RunDirectory run = new RunDirectory(storage, from);
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return models.publish(model, Optional.of(run), from, now, keep(arguments));
    }

    private static int keep(Arguments arguments) {
        String text = arguments.value("keep").orElse(Integer.toString(KEPT));
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < FEWEST) {
            throw new UserError(
                    ExitCode.USAGE,
                    "a whole number of at least " + FEWEST,
                    "'" + text + "'",
                    "--keep",
                    "The current model and the one before it stay in any case.");
        }
        return Integer.parseInt(text);
    }
}
