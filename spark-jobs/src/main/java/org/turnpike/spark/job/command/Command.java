package org.turnpike.spark.job.command;

import java.util.List;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.progress.Console;

/** One command of the command line, such as {@code train}; {@link Commands} lists those there are. */
public interface Command {

    String name();

    /** One line for the help. */
    String summary();

    /** The names of the words that it needs beside its options, such as {@code PROBLEM}. */
    default List<String> operands() {
        return List.of();
    }

    /** The options that it takes beside those that every command takes. */
    default List<Option> options() {
        return List.of();
    }

    /** A command line that somebody may begin with, for the help. */
    String example();

    /**
     * Does the work. What the user can put right is thrown as {@link org.turnpike.spark.failure.UserError}; the caller
     * renders it.
     */
    ExitCode run(Arguments arguments, Console console) throws Exception;
}
