package org.turnpike.spark.job.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.TrainingSettings;

/**
 * A stage as a job file describes it, in the block of its name. What does not depend on the model is read, and checked, when
 * it is made.
 */
public final class JobStage {
    private final String name;
    private final TrainingSettings training;
    private final StageKind.Reading reading;

    /**
     * @param name of one of {@link StageKinds}
     * @throws UserError where settings do not fit together
     */
    public JobStage(Settings job, String name) {
        StageSettings settings = StageSettings.of(job, name);
        this.name = name;
        this.training = settings.training();
        this.reading = StageKinds.named(name).orElseThrow().read(settings);
    }

    public String name() {
        return name;
    }

    public TrainingSettings training() {
        return training;
    }

    /** Whether it begins at the terminal time that a stage before has left. */
    boolean goesOn() {
        return reading.time().start().isEmpty();
    }

    /** The stage, which begins with {@code model}. */
    public Stage stage(NeuralOde model) {
        return reading.stage(model);
    }

    /** The rate κ at which it wants the loss to fall along solutions, if it wants that. */
    public OptionalDouble convergenceRate() {
        return reading.convergenceRate();
    }

    /** What it is about to do, in a line. */
    public String words() {
        List<String> words = new ArrayList<>();
        words.add(Numbers.count(training.epochs(), "epoch"));
        words.add(
                training.batchRows().isPresent()
                        ? "batches of " + training.batchRows().getAsInt()
                        : "all rows in one batch");
        words.add(optimizer(training.optimizer()));
        words.addAll(reading.words());
        return name + ": " + String.join(", ", words);
    }

    private static String optimizer(OptimizerSettings optimizer) {
        return optimizer.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " at rate "
                + Numbers.plain(optimizer.rate());
    }
}
