package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.model.ModelFile;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.failure.ExitCode;

/** {@code train} and {@code stage} from the command line to the files, through Spark. */
class TrainCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private String job;
    private String output;

    @BeforeEach
    void writeTheJobFile() throws IOException {
        job = Files.writeString(directory.resolve("job.conf"), """
                data { train = "moons?n=160&noise=0.1&seed=7", validation = 0.25, test = "moons?n=80&noise=0.1&seed=8" }
                model { hidden = [16], output = identity }
                solver.step = 0.05
                stages = [ minimum-time ]
                minimum-time { epochs = 120, optimizer.rate = 0.1 }
                vanilla { epochs = 20, optimizer.rate = 0.05 }
                progress = none
                """).toString();
        output = directory.resolve("run").toString();
    }

    @Test
    void aRunLeavesItsFilesAndSaysWhatItDid() throws IOException {
        Commanded run = train();
        assertThat(run.code()).as(run.errors()).isEqualTo(ExitCode.DONE);
        assertThat(run.errors())
                .contains(
                        "data     120 training rows of moons?n=160&noise=0.1&seed=7; 40 validation rows; 80 test rows")
                .contains("model    2 inputs → field MLP 16 (tanh) → 2 classes; 82 parameters")
                .contains("stage    minimum-time: 120 epochs, all rows in one batch, adam at rate 0.1")
                .contains("compute  vector back-end, 2 threads, one worker")
                .contains("minimum-time: all epochs done after 120 epochs");
        assertThat(run.out()).contains("training ", "validation ", "test ", "written to " + output);

        JsonNode manifest = read("manifest.json");
        assertThat(manifest.path("status").asText()).isEqualTo("done");
        assertThat(manifest.path("version").asText()).isEqualTo(Version.CURRENT.turnpike());
        assertThat(manifest.path("configuration_fingerprint").asText()).hasSize(64);
        assertThat(manifest.path("data").findValuesAsText("part")).containsExactly("training", "validation", "test");
        assertThat(manifest.path("stages").findValuesAsText("name")).containsExactly("minimum-time");
        JsonNode metrics = read("metrics.json");
        for (String name : List.of(
                "loss",
                "accuracy",
                "terminal_time",
                "nfe_inference",
                "training_seconds",
                "ms_per_iteration",
                "inference_ms",
                "workers",
                "compile_seconds",
                "validation_loss",
                "validation_accuracy",
                "test_loss",
                "test_accuracy")) {
            assertThat(metrics.path(name).isNumber()).as(name).isTrue();
        }
        assertThat(metrics.path("test_accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(metrics.path("terminal_time").asDouble()).isLessThan(0.9);
        List<String> history = Files.readAllLines(Path.of(output, "history.csv"));
        assertThat(history).hasSize(121);
        assertThat(history.get(1)).startsWith("minimum-time,1,1,").contains(",1,80,80,");
        assertThat(ModelFile.load(Path.of(output, "model")).terminalTime().value())
                .isEqualTo(metrics.path("terminal_time").asDouble());
        assertThat(Path.of(output)).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void whatIsDoneIsSkippedAndWhatHasChangedIsNot() throws IOException {
        assertThat(train().code()).isEqualTo(ExitCode.DONE);
        byte[] weights = weights();

        Commanded again = train("--set", "threads=1");
        assertThat(again.code()).isEqualTo(ExitCode.DONE);
        assertThat(again.errors())
                .contains("minimum-time: skipped, done before with the same settings and data (t_f ")
                .contains("nothing to do: " + output + " is up to date");

        Commanded otherTest = train("--set", "data.test=moons?n=40&seed=9");
        assertThat(otherTest.errors()).contains("minimum-time: skipped");
        assertThat(read("metrics.json").path("test_rows").asInt()).isEqualTo(40);
        assertThat(weights()).isEqualTo(weights);

        Commanded changed = train("--set", "minimum-time.lambda=2");
        assertThat(changed.errors())
                .contains("minimum-time runs again: minimum-time.lambda is 2, and was 1")
                .contains("all epochs done");
        assertThat(weights()).isNotEqualTo(weights);

        assertThat(train("--set", "minimum-time.lambda=2", "--resume").errors()).contains("nothing to do");
        assertThat(train("--set", "minimum-time.lambda=2", "--restart").errors())
                .contains("all epochs done")
                .doesNotContain("runs again");
        assertThat(train("--resume", "--restart").code()).isEqualTo(ExitCode.USAGE);

        assertThat(train("--set", "data.train=moons?n=160&seed=3").errors())
                .contains("minimum-time runs again: the training rows are others than the last time");
    }

    @Test
    void resultsDoNotDependOnThreads() throws IOException {
        train();
        byte[] weights = weights();
        output = directory.resolve("other").toString();
        train("--set", "threads=1");
        assertThat(weights()).isEqualTo(weights);
    }

    @Test
    void stagesFollowEachOtherAndAreSkippedOneByOne() throws IOException {
        String both = "stages=[vanilla, minimum-time]";
        assertThat(train("--set", both, "--set", "minimum-time.terminal-time.initial=previous")
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllLines(Path.of(output, "history.csv"))).hasSize(141);
        assertThat(Path.of(output, "stages/1-vanilla/model.json")).exists();

        Commanded second = train("--set", both, "--set", "minimum-time.epochs=10");
        assertThat(second.errors())
                .contains("vanilla: skipped, done before")
                .contains("minimum-time runs again: minimum-time.epochs is 10, and was 120");
        assertThat(Files.readAllLines(Path.of(output, "history.csv"))).hasSize(31);
        assertThat(read("manifest.json").path("stages").findValuesAsText("status"))
                .containsExactly("done", "done");

        Commanded first = train("--set", "stages=[vanilla]");
        assertThat(first.errors()).contains("vanilla: skipped, done before").doesNotContain("runs again");
        assertThat(Files.readAllBytes(Path.of(output, "stages/1-vanilla/model.json")))
                .isEqualTo(Files.readAllBytes(Path.of(output, "model/model.json")));
    }

    @Test
    void oneStageGoesOnFromAnotherRun() throws IOException {
        assertThat(Commanded.run("stage", "vanilla", "--conf", job, "--output", output)
                        .code())
                .isEqualTo(ExitCode.DONE);
        String next = directory.resolve("next").toString();
        String[] words = {"stage", "minimum-time", "--input", output, "--output", next, "--set", "minimum-time.epochs=5"
        };
        Commanded stage = Commanded.run(words);
        assertThat(stage.code()).as(stage.errors()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllLines(Path.of(next, "history.csv"))).hasSize(6);
        assertThat(Commanded.run(words).errors()).contains("nothing to do");

        Commanded misspelt = Commanded.run("stage", "minimal-time", "--output", next);
        assertThat(misspelt.complaint())
                .startsWith("stage: expected a stage, found 'minimal-time'. Did you mean 'minimum-");
        Commanded other = Commanded.run(
                "stage", "vanilla", "--input", output, "--conf", job, "--set", "model.hidden=[8]", "--output", next);
        assertThat(other.code()).isEqualTo(ExitCode.USAGE);
        assertThat(other.complaint()).contains("expected the architecture of the model to go on from for model");
    }

    @Test
    void divergenceKeepsTheBestModelAndSaysSo() throws IOException {
        // each update takes the weights nine times as far to the other side of 0
        Commanded run = train(
                "--set",
                "minimum-time.optimizer.name=sgd",
                "--set",
                "minimum-time.optimizer.rate=0.1",
                "--set",
                "cost.weight-decay=100");
        assertThat(run.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(run.complaint())
                .startsWith("minimum-time diverged in iteration ")
                .endsWith("is kept in " + output + "/model.");
        assertThat(read("metrics.json").path("status").asText()).isEqualTo("diverged");
        assertThat(read("manifest.json").path("status").asText()).isEqualTo("diverged");
        assertThat(ModelFile.load(Path.of(output, "model")).weights()).hasSize(82);
        assertThat(Commanded.run("inspect", output).out()).contains("run      diverged: diverged in iteration");
    }

    @Test
    void aModelThatWasNeverGoodIsNotWritten() {
        Commanded run = train("--set", "minimum-time.optimizer.name=sgd", "--set", "minimum-time.optimizer.rate=1e30");
        assertThat(run.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(run.complaint()).contains("Row ", "No model was good until then: none is written.");
        assertThat(Path.of(output, "model")).doesNotExist();
        assertThat(Path.of(output, "metrics.json")).doesNotExist();
    }

    @Test
    void theReferenceBackendTrainsToo() throws IOException {
        Commanded run = train("--set", "backend=reference", "--set", "minimum-time.epochs=2", "--set", "progress=1");
        assertThat(run.code()).isEqualTo(ExitCode.DONE);
        assertThat(run.errors()).contains("reference back-end", "minimum-time  1/2  loss ", "minimum-time  2/2  loss ");
        assertThat(read("metrics.json").path("backend").asText()).isEqualTo("reference");
    }

    private Commanded train(String... more) {
        return Commanded.run(Stream.concat(Stream.of("train", "--conf", job, "--output", output), Stream.of(more))
                .toArray(String[]::new));
    }

    private byte[] weights() throws IOException {
        return Files.readAllBytes(Path.of(output, "model", ModelFile.WEIGHTS));
    }

    private JsonNode read(String name) throws IOException {
        return JSON.readTree(Path.of(output, name).toFile());
    }
}
