package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.Settings;
import org.turnpike.spark.progress.Console;

class ArgumentsTest {

    /** A command with one operand and options of its own. */
    private static final class Bench implements Command {
        @Override
        public String name() {
            return "bench";
        }

        @Override
        public String summary() {
            return "times training";
        }

        @Override
        public String example() {
            return "bench moons --quick";
        }

        @Override
        public List<String> operands() {
            return List.of("PROBLEM");
        }

        @Override
        public List<Option> options() {
            return List.of(Option.valued("method", "M", "a stage's name"), Option.flag("quick", "fewer iterations"));
        }

        @Override
        public ExitCode run(Arguments arguments, Console console) {
            return ExitCode.DONE;
        }
    }

    @Test
    void optionsAndOperandsMayStandInAnyOrder() {
        Arguments arguments = parse(
                "--method", "vanilla", "moons", "--quick", "--set", "a=1", "--set=b=2", "--output=hdfs://host/runs/x");
        assertThat(arguments.operand(0)).isEqualTo("moons");
        assertThat(arguments.value("method")).hasValue("vanilla");
        assertThat(arguments.has("quick")).isTrue();
        assertThat(arguments.has("debug")).isFalse();
        assertThat(arguments.values("set")).containsExactly("a=1", "b=2");
        assertThat(arguments.required("output")).isEqualTo("hdfs://host/runs/x");
    }

    @Test
    void settingsReachTheJob() {
        Settings settings = parse("moons", "--set", "solver.step=0.25").job().settings();
        assertThat(settings.block("solver").number("step")).isEqualTo(0.25);
    }

    @Test
    void anUnknownOptionIsToldTheNearest() {
        assertThat(failure("moons", "--metod", "vanilla"))
                .hasMessage("bench: expected an option of this command, found --metod. Did you mean '--method'?");
        assertThat(failure("moons", "--zzzzzzzz").remedy())
                .isEqualTo("Choose one of: --method, --quick, --conf, --set, --output, --master, --debug, --help.");
    }

    @Test
    void anOptionNeedsItsValue() {
        assertThat(failure("moons", "--method"))
                .hasMessage("bench: expected M after --method, found nothing. Write --method M.");
        assertThat(failure("moons", "--method", "--quick").found()).isEqualTo("nothing");
        assertThat(failure("moons", "--quick=yes"))
                .hasMessage("bench: expected --quick without a value, found 'yes'. Write --quick.");
    }

    @Test
    void anOptionIsGivenOnceUnlessItMayBeRepeated() {
        assertThat(failure("moons", "--method", "a", "--method", "b"))
                .hasMessage("bench: expected --method once, found it twice. Keep one of them.");
    }

    @Test
    void operandsAreCounted() {
        assertThat(failure())
                .hasMessage("bench: expected PROBLEM, found nothing. Write: turnpike bench PROBLEM [options].");
        assertThat(failure("moons", "annuli").found()).isEqualTo("'annuli'");
        assertThat(parse("--help").has("help")).isTrue();
    }

    @Test
    void anOptionWithoutWhichACommandCannotRunIsNamed() {
        UserError error =
                catchThrowableOfType(UserError.class, () -> parse("moons").required("output"));
        assertThat(error).hasMessageContaining("expected --output and its value");
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private static Arguments parse(String... words) {
        return Arguments.parse(new Bench(), List.of(words));
    }

    private static UserError failure(String... words) {
        UserError error = catchThrowableOfType(UserError.class, () -> parse(words));
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        return error;
    }
}
