package org.turnpike.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.Failure;
import org.turnpike.spark.failure.UserError;

class RunReportTest {

    private static final SampleRun MOONS = SampleRun.moons(5);

    @TempDir
    Path directory;

    private Path run;

    @BeforeEach
    void writeRun() throws IOException {
        run = directory.resolve("moons");
        MOONS.writeTo(run);
    }

    @Test
    void everythingThereIsInIt() throws IOException {
        JsonNode numbers = written(MOONS.rows());
        assertThat(numbers.path("absences")).isEmpty();
        assertThat(numbers.path("name").asText()).isEqualTo("moons");
        assertThat(numbers.path("keyFigures").findValuesAsText("label"))
                .containsExactly(
                        "Validation accuracy",
                        "Terminal time t_f",
                        "NFE of inference",
                        "Training",
                        "Inference",
                        "Parameters");
        for (String figure : new String[] {"decision", "paths", "depth", "confusion", "calibration", "speedUp"}) {
            assertThat(numbers.has(figure)).as(figure).isTrue();
        }
        assertThat(numbers.has("regression")).isFalse();
        assertThat(numbers.path("stages").get(0).path("name").asText()).isEqualTo("minimum-time");
        assertThat(numbers.path("history").path("columns").path("loss")).hasSize(5);
    }

    @Test
    void aDensityIsShownAsOne() throws IOException {
        SampleRun density = SampleRun.density(5);
        run = directory.resolve("density");
        density.writeTo(run);
        JsonNode numbers = written(density.rows());
        assertThat(numbers.path("absences")).isEmpty();
        assertThat(numbers.path("keyFigures").findValuesAsText("label"))
                .startsWith("Validation negative log-likelihood");
        for (String figure : new String[] {"density", "paths", "depth", "speedUp"}) {
            assertThat(numbers.has(figure)).as(figure).isTrue();
        }
        assertThat(numbers.has("regression")).isFalse();
        assertThat(numbers.has("decision")).isFalse();
        assertThat(numbers.path("paths").path("width").asInt())
                .as("states without their density")
                .isEqualTo(2);
        assertThat(numbers.path("depth").path("score").asText()).isEqualTo("nll");
        assertThat(numbers.path("history").path("columns").path("validation_nll"))
                .hasSize(5);
    }

    @Test
    void withoutDataTheReasonIsThere() throws IOException {
        JsonNode numbers = written(new ReportData.None("The rows are at a place that cannot be reached."));
        assertThat(numbers.has("decision")).isFalse();
        assertThat(numbers.path("absences").findValuesAsText("why"))
                .containsExactly("The rows are at a place that cannot be reached.");
    }

    @Test
    void dataOfAnotherModelAreNotDrawn() throws IOException {
        ReportData.Rows other =
                new ReportData.Rows(GeneratorSpec.parse("negation").generate(), Optional.empty(), Optional.empty());
        JsonNode numbers = written(other);
        assertThat(numbers.has("paths")).isFalse();
        assertThat(numbers.path("absences").findValuesAsText("why"))
                .singleElement()
                .asString()
                .startsWith("The data are not those of this model.");
    }

    @Test
    void whatTheRunLacksIsNamed() throws IOException {
        Files.delete(run.resolve("metrics.json"));
        Files.delete(run.resolve("model/model.json"));
        Files.writeString(run.resolve("history.csv"), "stage,epoch,loss\nminimum-time,1,0.5\n");
        assertThat(written(MOONS.rows()).path("absences").findValuesAsText("why"))
                .containsExactly(
                        "The run has no metrics.json: it has not ended, or it failed.",
                        "The run has no model: no stage of it has ended.",
                        "history.csv has no values of terminal_time, nfe_forward, nfe_backward, gradient_norm, seconds.");
    }

    @Test
    void metricsThatAreMissingAreNamed() throws IOException {
        Files.writeString(run.resolve("metrics.json"), "{\"accuracy\": 0.5, \"terminal_time\": 1}");
        assertThat(written(MOONS.rows()).path("absences").findValuesAsText("why"))
                .containsExactly("metrics.json has no nfe_inference, no training_seconds, no inference_ms.");
    }

    @Test
    void aDirectoryThatIsNoRunsIsWrongUsage() {
        assertThat(complaint(directory.resolve("nowhere")))
                .isEqualTo("expected the directory of a run, with its manifest.json, found nothing there.");
        assertThat(complaint(directory))
                .isEqualTo("expected the directory of a run, with its manifest.json, found none in it.");
    }

    @Test
    void aDamagedFileIsBadDataAndTheOldReportStays() throws IOException {
        Files.writeString(run.resolve("report.html"), "old");
        for (String file :
                new String[] {"manifest.json", "metrics.json", "model/model.json", "model/weights.safetensors"}) {
            Path path = run.resolve(file);
            byte[] whole = Files.readAllBytes(path);
            Files.write(path, Arrays.copyOf(whole, whole.length - 7));
            Failure failure = Failure.of(catchThrowable(this::write));
            assertThat(failure.exitCode()).as(file).isEqualTo(ExitCode.DATA);
            assertThat(failure.message()).contains(file, "expected", "found");
            assertThat(run.resolve("report.html")).hasContent("old");
            Files.write(path, whole);
        }
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    void aForeignManifestIsRefused() throws IOException {
        Files.writeString(run.resolve("manifest.json"), "{\"name\": \"an app\"}");
        UserError error = catchThrowableOfType(UserError.class, this::write);
        assertThat(error.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(error).hasMessageContaining("manifest.json: expected the format 'turnpike-run', found none.");
    }

    @Test
    void theReportOfTenThousandIterationsStaysSmall() throws IOException {
        StringBuilder history = new StringBuilder("stage,epoch,iteration,loss,cost,terminal_time,nfe_forward,"
                + "nfe_backward,gradient_norm,rate,seconds,validation_loss,validation_cost,validation_accuracy\n");
        for (int i = 1; i <= 10_000; i++) {
            double loss = 0.7 / Math.sqrt(i) * (1 + 0.1 * Math.sin(i * 12.9898));
            history.append(String.format(
                    Locale.ROOT,
                    "minimum-time,%d,%d,%.7g,%.7g,%.7g,80,80,%.7g,0.03,%.7g,%.7g,%.7g,%.5f%n",
                    i,
                    i,
                    loss,
                    loss,
                    1 / Math.log(i + 2),
                    3 * loss,
                    i * 0.0061,
                    loss * 1.1,
                    loss * 1.1,
                    1 - loss));
        }
        Files.writeString(run.resolve("history.csv"), history);
        JsonNode numbers = written(MOONS.rows());
        assertThat(numbers.path("history").path("rows").asInt()).isEqualTo(10_000);
        assertThat(Files.size(run.resolve("report.html"))).isLessThan(3_000_000 / 2);
    }

    private String complaint(Path place) {
        UserError error = catchThrowableOfType(
                UserError.class,
                () -> new RunReport(SampleRun.STORAGE, SampleRun.COMPUTE).write(place.toString(), MOONS.rows()));
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(error.where()).isEqualTo(place.toString());
        return "expected " + error.expected() + ", found " + error.found() + ".";
    }

    private void write() throws IOException {
        new RunReport(SampleRun.STORAGE, SampleRun.COMPUTE).write(run.toString(), MOONS.rows());
    }

    /** The numbers in the page that is written. */
    private JsonNode written(ReportData data) throws IOException {
        String place = new RunReport(SampleRun.STORAGE, SampleRun.COMPUTE).write(run.toString(), data);
        String page = Files.readString(Path.of(place));
        String open = "<script id=\"numbers\" type=\"application/json\">";
        int from = page.indexOf(open) + open.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }
}
