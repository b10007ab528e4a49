package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

class JobFileTest {
    @TempDir
    Path directory;

    @Test
    void theSampleOfTheDesignLoads() throws IOException {
        JobFile job = load("""
                data     { train = "moons?n=512&noise=0.1&seed=7", validation = 0.2 }
                model    { field = mlp, hidden = [16], activation = tanh, augment = 0, input = identity, output = identity }
                solver   { method = rk4, step = 0.01 }
                gradient = discrete
                stages   = [ minimum-time ]
                minimum-time { epochs = 500, lambda = 1.0, optimizer { name = adam, rate = 0.1 } }
                cluster  { workers = auto, logical-shards = 8, checkpoint-every = 50 }
                """);

        Settings settings = job.settings();
        assertThat(settings.block("data").text("train")).isEqualTo("moons?n=512&noise=0.1&seed=7");
        assertThat(settings.block("data").optionalNumber("validation")).hasValue(0.2);
        assertThat(settings.block("model").counts("hidden")).containsExactly(16);
        assertThat(settings.texts("stages")).containsExactly("minimum-time");
        assertThat(settings.block("minimum-time").count("epochs")).isEqualTo(500);
        assertThat(settings.block("cluster").optionalCount("workers")).isEmpty();
    }

    @Test
    void theOptimizerOfTheTerminalTimeIsThatOfTheWeightsUnlessSaid() throws IOException {
        Settings inherited = load("minimum-time { optimizer { name = sgd, rate = 0.3 } }")
                .settings()
                .block("minimum-time")
                .block("terminal-time")
                .block("optimizer");
        assertThat(inherited.text("name")).isEqualTo("sgd");
        assertThat(inherited.number("rate")).isEqualTo(0.3);

        Settings own = load("minimum-time { optimizer.rate = 0.3, terminal-time.optimizer.rate = 0.05 }")
                .settings()
                .block("minimum-time");
        assertThat(own.block("optimizer").number("rate")).isEqualTo(0.3);
        assertThat(own.block("terminal-time").block("optimizer").number("rate")).isEqualTo(0.05);
    }

    @Test
    void aBadValueIsThatOfTheBlockInWhichItStands() {
        // forward-search.kappa is lyapunov-pretrain's unless said
        UserError error = catchThrowableOfType(UserError.class, () -> load("lyapunov-pretrain.kappa = -1"));
        assertThat(error.getMessage()).contains("expected a number above 0 for lyapunov-pretrain.kappa, found -1");
    }

    @Test
    void aWordInPlaceOfANumberIsAnEmptyOptional() throws IOException {
        Settings settings =
                load("minimum-time.terminal-time.lower = 0.25", "threads=3").settings();
        assertThat(settings.optionalCount("threads")).hasValue(3);
        Settings time = settings.block("minimum-time").block("terminal-time");
        assertThat(time.optionalNumber("lower")).hasValue(0.25);
        assertThat(time.optionalNumber("upper")).isEmpty();
        assertThat(time.text("upper")).isEqualTo("start");
        assertThat(settings.block("vanilla").optionalNumber("clip-norm")).isEmpty();
        assertThat(settings.block("data").optionalText("validation")).isEmpty();
    }

    @Test
    void whatEveryStageHasIsTheDefaultOfEachStage() throws IOException {
        Settings settings = load("every-stage.epochs = 7, seed = 11, vanilla.terminal-time = 2")
                .settings();
        assertThat(settings.block("vanilla").count("epochs")).isEqualTo(7);
        assertThat(settings.block("minimum-time").count("epochs")).isEqualTo(7);
        assertThat(settings.block("model").whole("seed")).isEqualTo(11);
        assertThat(settings.block("vanilla").number("terminal-time")).isEqualTo(2);
    }

    @Test
    void anUnknownKeyIsReportedWithItsLineAndTheNearest() {
        UserError error = failure("solver {\n  method = rk4\n  stpe = 0.1\n}\n");
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(error)
                .hasMessage(directory.resolve("job.conf") + ":3: expected a key that there is, found 'solver.stpe'. The"
                        + " nearest is 'solver.step'.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            minimum-time.optimiser.rate = 0.1 | minimum-time.optimizer
            vanilla.epoch = 3                 | vanilla.epochs
            lambda = 2                        | minimum-time.lambda
            modle.hidden = [3]                | model
            data.trian = x                    | data.train
            """)
    void theNearestKeyIsTheOneThatWasMeant(String text, String nearest) {
        assertThat(failure(text).remedy()).isEqualTo("The nearest is '" + nearest + "'.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            solver.step = 0          | a number above 0 for solver.step                          | 0
            solver.step = fast       | a number above 0 for solver.step                          | 'fast'
            solver.rtol = -1e-3      | a number above 0, or none for solver.rtol                 | -0.001
            model.hidden = [16, 0]   | a list in brackets, each a whole number of at least 1 for model.hidden | [16,0]
            model.hidden = 16        | a list in brackets, each a whole number of at least 1 for model.hidden | 16
            vanilla.epochs = 1.5     | a whole number of at least 1 for vanilla.epochs           | 1.5
            vanilla.epochs = null    | a whole number of at least 1 for vanilla.epochs           | null
            data.standardise = maybe | one of true, false for data.standardise                   | 'maybe'
            solver = 3               | a block solver { … }                                      | 3
            threads = 0              | a whole number of at least 1, or auto for threads         | 0
            vanilla.optimizer.beta1 = 1.0 | a number from 0 to below 1 for vanilla.optimizer.beta1 | 1
            """)
    void aValueOutOfItsRangeIsToldWhatIsAllowed(String text, String expected, String found) {
        UserError error = failure(text);
        assertThat(error.expected()).isEqualTo(expected);
        assertThat(error.found()).isEqualTo(found);
        assertThat(error.where()).isEqualTo(directory.resolve("job.conf") + ":1");
    }

    @Test
    void aMisspeltWordIsToldTheNearest() {
        assertThat(failure("solver.method = dopri"))
                .hasMessageContaining(
                        "expected one of euler, midpoint, heun, rk4, rk4-38, bosh3, dopri5, tsit5, euler-maruyama, stochastic-heun for"
                                + " solver.method, found 'dopri'. Did you mean 'dopri5'?");
        assertThat(failure("stages = [ minimal-time ]").remedy()).isEqualTo("conf/reference.conf says what it means.");
    }

    @Test
    void aSettingOfTheCommandLineGoesOverTheFile() throws IOException {
        Settings settings = load(
                        "solver.step = 0.5",
                        "solver.step=0.02",
                        "model.hidden=[32, 8]",
                        "data.train=hdfs://host:9000/a//b.csv",
                        "data.standardise=true")
                .settings();
        assertThat(settings.block("solver").number("step")).isEqualTo(0.02);
        assertThat(settings.block("model").counts("hidden")).containsExactly(32, 8);
        assertThat(settings.block("data").text("train")).isEqualTo("hdfs://host:9000/a//b.csv");
        assertThat(settings.block("data").truth("standardise")).isTrue();
    }

    @Test
    void aWrongSettingOfTheCommandLineIsNamed() {
        assertThat(failure("", "solver.stepp=1"))
                .hasMessage("--set solver.stepp=1: expected a key that there is, found 'solver.stepp'. The nearest is"
                        + " 'solver.step'.");
        assertThat(failure("", "solver.step=-1"))
                .hasMessageStartingWith("--set solver.step=-1: expected a number above 0 for solver.step, found '-1'.");
        assertThat(failure("", "solver.step"))
                .hasMessage("--set: expected key=value, found 'solver.step'. Write --set solver.step=0.02.");
    }

    @Test
    void textThatIsNotHoconIsReportedWithItsLine() {
        UserError error = failure("seed = 3\nsolver { step = 0.1\n");
        assertThat(error.where()).isEqualTo(directory.resolve("job.conf") + ":3");
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aMissingFileIsNamed() {
        UserError error = catchThrowableOfType(UserError.class, () -> JobFile.load("no/such.conf", List.of()));
        assertThat(error)
                .hasMessage("no/such.conf: expected a job file, found none that can be read. Check the path given to"
                        + " --conf; the job files that come with Turnpike are in conf/.");
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aVariableThatIsMissingIsNamed() {
        assertThat(failure("\nseed = ${NO_SUCH_VARIABLE_HERE}").where())
                .isEqualTo(directory.resolve("job.conf") + ":2");
    }

    @Test
    void settingsThatContradictEachOtherAreReportedAtTheirLine() throws IOException {
        Settings solver = load("\n\nsolver.rtol = 1e-3").settings().block("solver");
        assertThat(solver.error("rtol", "none with a fixed-step method", "Choose dopri5."))
                .hasMessage(
                        directory.resolve("job.conf") + ":3: expected none with a fixed-step method for solver.rtol,"
                                + " found 0.001. Choose dopri5.");
    }

    @Test
    void whatCannotBeMadeOfABlockIsReportedAtItsFirstLine() throws IOException {
        Settings stage = load("\nvanilla {\n  optimizer {\n    nesterov = true\n    momentum = 0\n  }\n}")
                .settings()
                .block("vanilla");
        UserError error = catchThrowableOfType(
                UserError.class,
                () -> stage.made("optimizer", () -> {
                    throw new IllegalArgumentException(
                            "Nesterov's momentum needs a factor above 0, found 0. Raise it.");
                }));
        assertThat(error)
                .hasMessage(
                        directory.resolve("job.conf") + ":4: expected settings of vanilla.optimizer that fit together,"
                                + " found some that do not. Nesterov's momentum needs a factor above 0, found 0. Raise it.");
        assertThat(stage.made("optimizer", () -> 3)).isEqualTo(3);
    }

    @Test
    void equalJobsHaveEqualCanonicalForms() throws IOException {
        assertThat(load("solver.step = 0.5").canonical())
                .isEqualTo(load("solver { step = 0.5, method = rk4 }").canonical())
                .isNotEqualTo(load("solver.step = 0.25").canonical());
    }

    private JobFile load(String text, String... overrides) throws IOException {
        Path file = directory.resolve("job.conf");
        Files.writeString(file, text);
        return JobFile.load(file.toString(), List.of(overrides));
    }

    private UserError failure(String text, String... overrides) {
        return catchThrowableOfType(UserError.class, () -> load(text, overrides));
    }
}
