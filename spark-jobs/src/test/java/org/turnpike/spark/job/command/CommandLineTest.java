package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.progress.Console;

class CommandLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void theHelpListsEveryCommand() {
        assertThat(run("--help")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).contains("usage: turnpike COMMAND");
        assertThat(Commands.all()).allSatisfy(command -> assertThat(text(out)).contains(command.summary()));
    }

    @Test
    void theVersionNamesSparkToo() {
        assertThat(run("--version")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).matches("Turnpike \\d+\\.\\d+\\.\\d+\\S* for Spark \\d+\\.\\d+\\.\\d+\\s+");
    }

    @Test
    void anUnknownCommandIsOneMessageAndNoStackTrace() {
        assertThat(run("no-such-command")).isEqualTo(ExitCode.USAGE);
        assertThat(text(errors))
                .startsWith("turnpike: the command line: expected a command, found 'no-such-command'. ")
                .hasLineCount(1);
    }

    /** An example that is refused would be worse than none. */
    @Test
    void eachCommandsExampleIsOneOfItsCommandLines() {
        assertThat(Commands.all()).allSatisfy(command -> {
            List<String> words = List.of(command.example().split(" "));
            assertThat(words.get(0)).isEqualTo(command.name());
            Arguments.parse(command, words.subList(1, words.size()));
            assertThat(Help.of(command)).contains("for example: turnpike " + command.example());
        });
    }

    @Test
    void aStackTraceIsThereForTheAsking() {
        assertThat(run("no-such-command", "--debug")).isEqualTo(ExitCode.USAGE);
        assertThat(text(errors)).contains("\tat org.turnpike.spark.job.command.Commands");
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(text(errors)).contains("turnpike --help lists the commands.");
    }

    private ExitCode run(String... words) {
        return CommandLine.run(List.of(words), new Console(stream(out), stream(errors)));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
