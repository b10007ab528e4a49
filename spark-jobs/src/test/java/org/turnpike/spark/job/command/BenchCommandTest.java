package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.spark.failure.ExitCode;

/** {@code bench}: every problem runs with the peers' settings, and ends with the JSON object that others read. */
class BenchCommandTest {

    @ParameterizedTest
    @CsvSource({
        // RK4 with 100 steps of 0.01, or 20 of 0.05.
        "moons, 400",
        "annuli, 400",
        "spirals, 80",
        "negation, 80",
        "cnf-moons, 80"
    })
    void aProblemIsTimed(String problem, int evaluations) throws IOException {
        JsonNode figures = bench(problem, "--iterations", "4", "--threads", "1");
        assertThat(figures.path("problem").asText()).isEqualTo(problem);
        assertThat(figures.path("method").asText()).isEqualTo("vanilla");
        assertThat(figures.path("backend").asText()).isEqualTo("vector");
        assertThat(figures.path("threads").asInt()).isEqualTo(1);
        assertThat(figures.path("iterations").asInt()).isEqualTo(4);
        assertThat(figures.path("nfe_forward").asDouble()).isEqualTo(evaluations);
        assertThat(figures.path("nfe_backward").asDouble()).isEqualTo(evaluations);
        assertThat(figures.path("terminal_time").asDouble()).isEqualTo(1);
        assertThat(figures.path("ms_per_iteration").asDouble()).isPositive();
        assertThat(figures.path("ms_inference").asDouble()).isPositive();
        assertThat(figures.path("loss").asDouble()).isPositive();
        assertThat(figures.has("accuracy")).isTrue();
        assertThat(figures.path("accuracy").isNull())
                .isEqualTo(List.of("negation", "cnf-moons").contains(problem));
        assertThat(figures.path("ms_sampling").isNumber()).isEqualTo(problem.equals("cnf-moons"));
    }

    @Test
    void theImageClassifierIsTimed() throws IOException {
        JsonNode figures = bench(
                "mnist-shape",
                "--iterations",
                "2",
                "--set",
                "data.train=random-images?n=9&side=12",
                "--set",
                "model.channels=4",
                "--set",
                "model.groups=2");
        assertThat(figures.path("nfe_forward").asDouble()).isEqualTo(20);
        assertThat(figures.path("loss").asDouble()).isPositive();
    }

    @Test
    void aStageAndSettingsCanBeChosen() throws IOException {
        JsonNode figures = bench(
                "moons", "--method", "minimum-time", "--iterations", "30", "--set", "data.train=moons?n=64&seed=3");
        assertThat(figures.path("method").asText()).isEqualTo("minimum-time");
        assertThat(figures.path("terminal_time").asDouble()).isLessThan(1).isGreaterThan(0.01);
        assertThat(figures.path("nfe_forward").asDouble()).isLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lyanet", "steer", "taynode", "snopt"})
    void theStagesOfOtherPapersRunWithSettingsOfTheirOwn(String method) throws IOException {
        JsonNode figures =
                bench("annuli", "--method", method, "--iterations", "4", "--set", "data.train=annuli?n=64&seed=3");
        assertThat(figures.path("method").asText()).isEqualTo(method);
        assertThat(figures.path("loss").asDouble()).isPositive();
        assertThat(figures.path("diverged").isMissingNode()).isTrue();
    }

    @Test
    void theReferenceBackEndAgrees() throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String backend : List.of("vector", "reference")) {
            losses.add(bench(
                            "annuli",
                            "--iterations",
                            "3",
                            "--backend",
                            backend,
                            "--set",
                            "data.train=annuli?n=64&seed=3",
                            "--set",
                            "solver.step=0.1")
                    .path("loss")
                    .asDouble());
        }
        assertThat(losses.get(0)).isCloseTo(losses.get(1), org.assertj.core.data.Offset.offset(1e-4));
    }

    @Test
    void aProblemThatThereIsNot() {
        Commanded run = Commanded.run("bench", "anuli");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.complaint())
                .contains(
                        "expected one of the problems moons, annuli, spirals, negation, cnf-moons, mnist-shape, or exchange, found 'anuli'")
                .contains("Did you mean 'annuli'?");
    }

    private static JsonNode bench(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(words));
        Commanded run = Commanded.run(all.toArray(String[]::new));
        assertThat(run.code()).as(run.errors()).isEqualTo(ExitCode.DONE);
        String[] lines = run.out().strip().split("\n");
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }
}
