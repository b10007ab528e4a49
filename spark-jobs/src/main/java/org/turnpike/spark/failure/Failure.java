package org.turnpike.spark.failure;

import java.io.IOException;
import org.apache.spark.SparkException;
import org.turnpike.data.DataError;
import org.turnpike.model.ModelError;

/** How a command failed, in the form that a person reads. */
public record Failure(ExitCode exitCode, String message) {

    /** The first real cause of {@code thrown}, stripped of the wrappers that Spark puts around it. */
    public static Failure of(Throwable thrown) {
        Throwable cause = realCause(thrown);
        if (cause instanceof UserError error) {
            return new Failure(error.exitCode(), error.getMessage());
        }
        if (cause instanceof DataError || cause instanceof ModelError) {
            return new Failure(ExitCode.DATA, cause.getMessage());
        }
        if (cause instanceof OutOfMemoryError) {
            return new Failure(
                    ExitCode.USAGE,
                    "the Java heap: expected room for the data and the model, found none left (" + cause.getMessage()
                            + "). Give the driver more memory: submit/turnpike … -- --driver-memory 8g");
        }
        if (cause instanceof IOException && String.valueOf(cause.getMessage()).contains("No space left")) {
            return new Failure(
                    ExitCode.CLUSTER,
                    "a local disk of the driver or of an executor: expected room for rows and files on their way, found "
                            + cause.getMessage()
                            + ". Free some space, or name a larger disk: -- --conf spark.local.dir=/path");
        }
        if (cause instanceof IOException || cause instanceof SparkException) {
            return new Failure(ExitCode.CLUSTER, "the cluster or its storage failed: " + firstLine(cause));
        }
        return new Failure(
                ExitCode.INTERNAL,
                "a fault of Turnpike's own: " + firstLine(cause) + ". Run again with --debug for the stack trace, and"
                        + " report it.");
    }

    private static Throwable realCause(Throwable thrown) {
        Throwable deepest = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserError || cause instanceof DataError || cause instanceof ModelError) {
                return cause;
            }
            deepest = cause;
        }
        return deepest;
    }

    private static String firstLine(Throwable cause) {
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return message == null
                ? name
                : name + ": " + message.lines().findFirst().orElse("");
    }
}
