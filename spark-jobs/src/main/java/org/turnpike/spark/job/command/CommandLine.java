package org.turnpike.spark.job.command;

import java.util.List;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.Failure;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.submission.ShippedLogging;

/** The command line: finds the command, runs it, and turns what went wrong into one message and an exit code. */
public final class CommandLine {
    private final List<String> words;
    private final Console console;

    private CommandLine(List<String> words, Console console) {
        this.words = words;
        this.console = console;
    }

    /** Runs a command. @param words the command and its options, as a shell splits them */
    public static ExitCode run(List<String> words, Console console) {
        return new CommandLine(words, console).run();
    }

    /** Runs a command of this process. @return its exit code; no type of its own, for who is compiled for an older Java */
    public static int exitCodeOf(String[] words) {
        ShippedLogging.apply();
        return run(List.of(words), Console.ofProcess()).number();
    }

    private ExitCode run() {
        try {
            return dispatch();
        } catch (Throwable thrown) {
            Failure failure = Failure.of(thrown);
            console.say("turnpike: " + failure.message());
            if (words.contains("--debug")) {
                thrown.printStackTrace(console.errors());
            }
            return failure.exitCode();
        }
    }

    private ExitCode dispatch() throws Exception {
        if (words.isEmpty()) {
            throw new UserError(
                    ExitCode.USAGE, "a command", "nothing", "the command line", "turnpike --help lists the commands.");
        }
        String first = words.get(0);
        if (first.equals("--help") || first.equals("help")) {
            console.out().print(Help.overview(Commands.all()));
            return ExitCode.DONE;
        }
        if (first.equals("--version")) {
            console.out().println(Version.CURRENT);
            return ExitCode.DONE;
        }
        Command command = Commands.named(first);
        Arguments arguments = Arguments.parse(command, words.subList(1, words.size()));
        if (arguments.has("help")) {
            console.out().print(Help.of(command));
            return ExitCode.DONE;
        }
        return command.run(arguments, console);
    }
}
