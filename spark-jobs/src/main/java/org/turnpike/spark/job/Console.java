package org.turnpike.spark.job;

import java.io.PrintStream;
import java.util.OptionalInt;

/**
 * Where a command prints.
 *
 * @param out results, which another program may read
 * @param errors what the command is about to do, how far it is, and complaints
 * @param columns width of the terminal that {@code errors} goes to; empty where it is a file or a pipe
 */
public record Console(PrintStream out, PrintStream errors, OptionalInt columns) {

    /** Set by {@code submit/turnpike} where standard error is a terminal: Java 17 cannot tell by itself. */
    private static final String COLUMNS = "TURNPIKE_COLUMNS";

    private static final int USUAL_WIDTH = 80;

    /** A console that is no terminal. */
    public Console(PrintStream out, PrintStream errors) {
        this(out, errors, OptionalInt.empty());
    }

    /** That of this process. */
    public static Console ofProcess() {
        String columns = System.getenv(COLUMNS);
        if (columns == null) {
            return new Console(System.out, System.err);
        }
        // some terminals do not know their width
        int width = columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
        return new Console(System.out, System.err, OptionalInt.of(width));
    }

    /** A line on standard error. */
    public void say(String line) {
        errors.println(line);
    }
}
