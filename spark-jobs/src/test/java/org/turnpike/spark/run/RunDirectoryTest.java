package org.turnpike.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.model.Architecture;
import org.turnpike.model.ModelError;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.model.TerminalTime;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.stage.EpochReport;

class RunDirectoryTest {
    private static final Outputs CLASSES = new Outputs.Classes(List.of("no", "yes"));

    @TempDir
    Path temporary;

    private RunDirectory directory;

    @BeforeEach
    void nameTheDirectory() {
        directory = new RunDirectory(new Storage(new Configuration()), temporary + "/run/");
    }

    @Test
    void aManifestIsReadAsItWasWritten() {
        StageRecord done = new StageRecord(
                "vanilla",
                Status.DONE,
                "ab12",
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:09Z",
                "all epochs done",
                12,
                24,
                OptionalDouble.of(0.25),
                0.25,
                1.5,
                8.5,
                OptionalDouble.of(3.5),
                0.5);
        StageRecord running =
                StageRecord.started("minimum-time", "cd34", "2026-01-01T00:00:09Z", TerminalTime.fixed(0, 1));
        Manifest manifest = new Manifest(
                "1.0",
                Status.RUNNING,
                "2026-01-01T00:00:00Z",
                "",
                "",
                "ef56",
                "{\"seed\":7}",
                List.of(new DataRecord("training", "moons?n=512", 512, 3, "0a0b")),
                List.of(done, running));
        assertThat(directory.manifest()).isEmpty();
        directory.write(manifest);
        assertThat(directory.manifest()).contains(manifest);
        assertThat(directory.location()).isEqualTo(temporary + "/run");
    }

    @Test
    void aManifestThatIsNoneIsNotWrittenOver() throws IOException {
        Path file = Files.createDirectories(temporary.resolve("run")).resolve("manifest.json");
        for (String text :
                List.of("", "{\"format\": ", "[]", "{\"format\": \"other\"}", "{\"format\":\"turnpike-run\"}")) {
            Files.writeString(file, text);
            UserError error = catchThrowableOfType(UserError.class, () -> directory.manifest());
            assertThat(error.exitCode()).isEqualTo(ExitCode.DATA);
            assertThat(error).hasMessageStartingWith(file + ": expected ").hasMessageEndingWith("as --output.");
        }
    }

    @Test
    void aManifestOfAnotherVersionIsSaidToBeOne() throws IOException {
        Path file = Files.createDirectories(temporary.resolve("run")).resolve("manifest.json");
        String current = Version.CURRENT.turnpike();
        for (String[] versionAndWords : new String[][] {
            {"0.0.1", "by Turnpike 0.0.1"}, {current, "by Turnpike " + current + " of another build"}
        }) {
            directory.write(new Manifest(
                    versionAndWords[0],
                    Status.DONE,
                    "2026-01-01T00:00:00Z",
                    "2026-01-01T00:00:09Z",
                    "",
                    "ef56",
                    "{}",
                    List.of(),
                    List.of(StageRecord.started("vanilla", "ab12", "2026-01-01T00:00:00Z", TerminalTime.fixed(0, 1)))));
            Files.writeString(file, Files.readString(file).replaceAll("\"initial_time\" : [0-9.]+,", ""));
            UserError error = catchThrowableOfType(UserError.class, () -> directory.manifest());
            assertThat(error.exitCode()).isEqualTo(ExitCode.DATA);
            assertThat(error)
                    .hasMessageStartingWith(file + ": expected the manifest of a run by this Turnpike, " + current
                            + ", found one without 'initial_time', " + versionAndWords[1] + ".")
                    .hasMessageEndingWith("or name a fresh directory as --output.");
        }
    }

    @Test
    void metricsAreFlatAndNullWhereTheyAreNoNumbers() throws IOException {
        directory.write(new Metrics()
                .put("status", "done")
                .put("rows", 512L)
                .put("loss", Double.NaN)
                .putAll("test_", new Metrics().put("accuracy", 0.5))
                .put("mse", OptionalDouble.empty()));
        assertThat(Files.readString(temporary.resolve("run/metrics.json")).replaceAll("\\s", ""))
                .isEqualTo("{\"status\":\"done\",\"rows\":512,\"loss\":null,\"test_accuracy\":0.5}");
        Metrics read = directory.metrics().orElseThrow();
        assertThat(read.number("test_accuracy")).hasValue(0.5);
        assertThat(read.number("loss")).isEmpty();
        assertThat(read.number("none")).isEmpty();
    }

    @Test
    void aHistoryHasARowForEachEpochOfEachStage() throws IOException {
        EpochReport first = new EpochReport(0, 2, 0.5, 0.25, 0, 1, 400, 399.5, 0.1, 0.01, 0.125, null);
        EpochReport second = new EpochReport(
                1,
                4,
                Double.NaN,
                0.25,
                -0.5,
                1,
                400,
                400,
                0.1,
                0.01,
                0.25,
                new EpochReport.Validation(0.75, 0.5, 1, 400));
        History history = directory.history();
        history.add("vanilla", List.of(first, second));
        history.add("minimum-time", List.of(first));
        directory.write(history, CLASSES);
        assertThat(Files.readString(temporary.resolve("run/history.csv"))).isEqualTo("""
                stage,epoch,iteration,loss,cost,initial_time,terminal_time,nfe_forward,nfe_backward,gradient_norm,rate,\
                seconds,validation_loss,validation_cost,validation_accuracy
                vanilla,1,2,0.5,0.25,0,1,400,399.5,0.1,0.01,0.125,,,
                vanilla,2,4,,0.25,-0.5,1,400,400,0.1,0.01,0.25,0.75,0.5,1
                minimum-time,1,2,0.5,0.25,0,1,400,399.5,0.1,0.01,0.125,,,
                """);
        History kept = directory.history();
        kept.keepFirst(2);
        assertThat(kept.text(CLASSES)).hasLineCount(3).doesNotContain("minimum-time");
        assertThat(new History().text(new Outputs.Values(List.of("y"))))
                .hasLineCount(1)
                .contains("validation_mse\n");
    }

    @Test
    void aModelTakesThePlaceOfTheOneBefore() throws IOException {
        assertThat(directory.hasModel()).isFalse();
        directory.write(model(1));
        directory.write(model(2));
        assertThat(directory.model().weights()).isEqualTo(model(2).weights());
        assertThat(ModelDirectory.read(directory.storage(), directory.location())
                        .weights())
                .isEqualTo(model(2).weights());
        try (var files = Files.list(temporary.resolve("run"))) {
            assertThat(files).containsExactly(temporary.resolve("run/model"));
        }
    }

    @Test
    void aModelIsFoundWhereAProcessDiedInTheMiddleOfReplacingIt() throws IOException {
        directory.write(model(1));
        Files.move(temporary.resolve("run/model"), temporary.resolve("run/.model.former"));
        assertThat(directory.hasModel()).isTrue();
        assertThat(directory.model().weights()).isEqualTo(model(1).weights());
        directory.write(model(2));
        assertThat(directory.model().weights()).isEqualTo(model(2).weights());
    }

    @Test
    void modelsOfEarlierStagesAreKeptByTheirNumber() {
        directory.writeAfter(0, "vanilla", model(1));
        assertThat(directory.modelAfter(0, "vanilla").map(NeuralOde::weights))
                .hasValueSatisfying(weights -> assertThat(weights).isEqualTo(model(1).weights()));
        assertThat(directory.modelAfter(1, "vanilla")).isEmpty();
        assertThat(temporary.resolve("run/stages/1-vanilla/model.json")).exists();
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        UserError missing = catchThrowableOfType(UserError.class, () -> directory.model());
        assertThat(missing.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(missing).hasMessageContaining("found nothing there");
        directory.write(model(1));
        Path weights = temporary.resolve("run/model/weights.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length - 9));
        assertThat(catchThrowableOfType(ModelError.class, () -> directory.model()))
                .hasMessageStartingWith(weights.toString());
    }

    @Test
    void fingerprintsTellTextsApart() {
        assertThat(Fingerprint.of("ab", "c"))
                .isNotEqualTo(Fingerprint.of("a", "bc"))
                .hasSize(64);
        assertThat(Fingerprint.of("ab", "c")).isEqualTo(Fingerprint.of("ab", "c"));
    }

    private static NeuralOde model(long seed) {
        MlpField field = new MlpField(List.of(3), Activation.TANH, Set.of(), Optional.empty());
        Architecture architecture = new Architecture(
                2, 2, new Projection.Identity(), new Augmentation.Zeros(0), field, new Projection.Affine(), 2);
        return NeuralOde.untrained(
                architecture,
                seed,
                TerminalTime.fixed(0, 1),
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(2)),
                List.of("x", "y"),
                CLASSES,
                Optional.empty());
    }
}
