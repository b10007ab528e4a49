package org.turnpike.spark.job;

import java.util.List;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.job.command.CommandLine;
import org.turnpike.spark.progress.Console;

/** What {@code spark-submit} starts. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        ExitCode code = CommandLine.run(List.of(words), Console.ofProcess());
        // A driver inside a YARN cluster that calls exit(0) is reported as failed: return where all is well.
        if (code != ExitCode.DONE) {
            System.exit(code.number());
        }
    }
}
