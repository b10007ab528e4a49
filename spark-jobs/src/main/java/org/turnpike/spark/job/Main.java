package org.turnpike.spark.job;

import java.util.Optional;
import org.turnpike.spark.job.command.CommandLine;
import org.turnpike.spark.submission.Platform;

/**
 * What {@code spark-submit} starts. It is compiled for Java 8, as {@link Platform} is, so that an older Java or Spark reads what
 * is wrong in place of a stack trace; what it calls is loaded only where that is right.
 */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] words) {
        Optional<String> complaint = Platform.ofThisProcess().complaint();
        if (complaint.isPresent()) {
            System.err.println("turnpike: " + complaint.get());
            System.exit(USAGE);
        }
        int code = CommandLine.exitCodeOf(words);
        // A driver inside a YARN cluster that calls exit(0) is reported as failed: return where all is well.
        if (code != 0) {
            System.exit(code);
        }
    }
}
