package org.turnpike.spark.job.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.progress.Console;

/** A command line that was run in this process. */
record Commanded(ExitCode code, String out, String errors) {

    /** On two threads of Spark's local mode. */
    static Commanded run(String... words) {
        System.setProperty("spark.master", "local[2]");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        ExitCode code = CommandLine.run(List.of(words), console);
        return new Commanded(code, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    /** The complaint: what stands behind {@code turnpike:}. */
    String complaint() {
        return errors.lines()
                .filter(line -> line.startsWith("turnpike: "))
                .map(line -> line.substring("turnpike: ".length()))
                .collect(Collectors.joining("\n"));
    }
}
