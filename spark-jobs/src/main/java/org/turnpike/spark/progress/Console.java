package org.turnpike.spark.progress;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final Path ERRORS = Path.of("/proc/self/fd/2");

    /** A console that is no terminal. */
    public Console(PrintStream out, PrintStream errors) {
        this(out, errors, OptionalInt.empty());
    }

    /** That of this process. */
    public static Console ofProcess() {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream errors = utf8(FileDescriptor.err);
        String columns = System.getenv(COLUMNS);
        if (columns == null) {
            return isTerminal() ? new Console(out, errors, OptionalInt.of(USUAL_WIDTH)) : new Console(out, errors);
        }
        // some terminals do not know their width
        int width = columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
        return new Console(out, errors, OptionalInt.of(width));
    }

    /** Where the launcher did not look: Linux knows what standard error is; elsewhere lines are plain. */
    private static boolean isTerminal() {
        try {
            return Files.readSymbolicLink(ERRORS).startsWith("/dev/pts");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Java's own streams print a question mark for every ≤ and λ where the locale is C, as it is in containers. */
    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(stream), 1 << 13), true, StandardCharsets.UTF_8);
    }

    /** A line on standard error. */
    public void say(String line) {
        errors.println(line);
    }
}
