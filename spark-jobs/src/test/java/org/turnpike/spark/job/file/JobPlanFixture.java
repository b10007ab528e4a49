package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.objective.Objective;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.Schema;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.training.stage.Stage;

/** Job files of two moons that the tests write, and what is made of them. */
abstract class JobPlanFixture {
    private static final String MOONS = "data.train = \"moons?n=64\"\nstages = [minimum-time]\n";
    static final Schema PLANE = new Schema(List.of("x", "y"), new Outputs.Classes(List.of("0", "1")));

    @TempDir
    Path directory;

    Stage stage(String text) {
        JobPlan plan = plan(text);
        return plan.stages().get(0).stage(model(plan));
    }

    Objective objective(String text) {
        JobPlan plan = plan(text);
        return plan.stages().get(0).stage(model(plan)).objective(model(plan));
    }

    static NeuralOde model(JobPlan plan) {
        return plan.newModel(
                new SourceReader(SparkDriver.storage()).read(plan.data().settings()));
    }

    Architecture architecture(String text) {
        return new JobModel(job(text).settings()).architecture(PLANE);
    }

    UserError failure(String text) {
        return catchThrowableOfType(UserError.class, () -> plan(text));
    }

    JobPlan plan(String text) {
        return JobPlan.of(job(text));
    }

    /** The text begins in line 3. */
    JobFile job(String text) {
        try {
            Path file = Files.writeString(directory.resolve("job.conf"), MOONS + text);
            return JobFile.load(file.toString(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
