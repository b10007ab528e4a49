package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobPlan;

/** Pre-training, search and the combined method: through Spark, in one job and in two, and what their blocks refuse. */
class ConvergenceStagesTest {

    @TempDir
    Path directory;

    @Test
    void preTrainingAndSearchAreTheSameBitsInOneJobAndInTwo() throws IOException {
        String job = Files.writeString(directory.resolve("job.conf"), """
                data.train = "annuli?n=96&seed=7"
                model { hidden = [16], augment = 1, output = identity }
                stages = [ lyapunov-pretrain, forward-search ]
                lyapunov-pretrain { epochs = 60, along = grid, optimizer.rate = 0.03 }
                forward-search { threshold = 0.3, upper = 0.5 }
                progress = none
                """).toString();
        Path together = directory.resolve("together");
        Commanded whole = Commanded.run("train", "--conf", job, "--output", together.toString());
        assertThat(whole.code()).as(whole.errors()).isEqualTo(ExitCode.DONE);
        assertThat(whole.errors())
                .contains("stage    lyapunov-pretrain: 60 epochs, all rows in one batch, adam at rate 0.03, t_f = 0.05,"
                        + " loss to fall at rate 20, at grid points")
                .contains(
                        "t_f = that of the model before, then 0.01 more at a time, up to 0.5, until the terminal loss is"
                                + " at most 0.3");
        assertThat(whole.out()).contains("asked for was 20", " of the rows keep the bound");
        JsonNode metrics =
                new ObjectMapper().readTree(together.resolve("metrics.json").toFile());
        assertThat(metrics.path("kappa").asDouble()).isEqualTo(20);
        assertThat(metrics.path("lyapunov_violations").asDouble()).isBetween(0.0, 1.0);
        assertThat(metrics.path("lyapunov_kept").asDouble()).isBetween(0.0, 1.0);
        assertThat(metrics.has("certified_rate")).isTrue();
        assertThat(metrics.path("terminal_time").asDouble()).isGreaterThan(0.05);

        String first = directory.resolve("first").toString();
        Path second = directory.resolve("second");
        assertThat(Commanded.run("stage", "lyapunov-pretrain", "--conf", job, "--output", first)
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(Commanded.run("stage", "forward-search", "--input", first, "--output", second.toString())
                        .code())
                .isEqualTo(ExitCode.DONE);
        for (String file : List.of("model.json", "weights.safetensors")) {
            assertThat(second.resolve("model").resolve(file))
                    .hasSameBinaryContentAs(together.resolve("model").resolve(file));
        }
        assertThat(Commanded.run("inspect", second.toString()).out()).contains("asked for was 20");
        assertThat(Commanded.run("evaluate", "--model", second.toString(), "--json")
                        .out())
                .contains("\"kappa\":20.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The search takes these from pre-training, and is not to blame.
                "lyapunov-pretrain | kappa = 0 | expected a number above 0 for lyapunov-pretrain.kappa, found 0",
                "lyapunov-pretrain | along = path | expected one of integral, grid for lyapunov-pretrain.along",
                "forward-search | increment = 0 | expected a number above 0 for forward-search.increment, found 0",
                "forward-search | threshold = -1 | expected a number of at least 0 for forward-search.threshold, found -1",
                "forward-search | upper = 0.5, terminal-time = 1 | a time of at least 1, where the search starts, for forward-search.upper, found 0.5",
                "combined | lambda-time = -1 | expected a number of at least 0 for combined.lambda-time, found -1",
                "combined | terminal-time { initial = 0.005, lower = 0.01 } | must lie within its bounds [0.01, 1.0], found 0.005",
                "combined | kappa = -20 | expected a number above 0 for combined.kappa, found -20"
            })
    void aBadSettingIsToldWithWhatIsAllowed(String stage, String text, String words) {
        assertThat(failure(stage, stage + " { " + text + " }")).hasMessageContaining(words);
    }

    @Test
    void anAdjointEquationKnowsNoGridPoints() {
        assertThat(failure("lyapunov-pretrain", "gradient = backsolve, lyapunov-pretrain.along = grid"))
                .hasMessageContaining(
                        "expected integral with gradient = backsolve for lyapunov-pretrain.along, found 'grid'");
    }

    @Test
    void aSearchNeedsAModelToStartFrom() {
        assertThat(failure("forward-search", ""))
                .hasMessageContaining("expected a terminal time in the first stage for forward-search.terminal-time");
    }

    private static UserError failure(String stage, String text) {
        UserError error = catchThrowableOfType(
                UserError.class,
                () -> JobPlan.of(JobFile.ofCanonical(
                        "data.train = \"moons?n=64\"\nstages = [" + stage + "]\n" + text, "the job", List.of())));
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        return error;
    }
}
