package org.turnpike.spark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

/** What is said of a path at which something went wrong. */
final class StorageErrors {
    private StorageErrors() {}

    static UserError directory(String location) {
        return new UserError(ExitCode.DATA, "a file", "a directory", location, "Name a file in it.");
    }

    static UserError notAPath(String location, IllegalArgumentException cause) {
        return new UserError(
                        ExitCode.USAGE,
                        "a path such as data/train.csv or hdfs://host/data/train.csv",
                        "'" + location + "'",
                        "the job file or command line",
                        "Correct the path.")
                .causedBy(cause);
    }

    static UserError reading(String location, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (isForbidden(cause, message)) {
            return new UserError(
                            ExitCode.DATA,
                            "a file",
                            "one that this user may not read",
                            location,
                            "Grant the permission, or run as its owner.")
                    .causedBy(cause);
        }
        if (cause instanceof FileNotFoundException) {
            return new UserError(ExitCode.DATA, "a file", "nothing there", location, "Check the path.").causedBy(cause);
        }
        return failed(location, "a file system that answers", cause);
    }

    /** @param cause an exception, or Hadoop's error of a local disk that is full or broken, which has one within */
    static UserError writing(String location, Throwable cause) {
        IOException real = cause instanceof IOException known
                ? known
                : cause.getCause() instanceof IOException within ? within : new IOException(cause);
        return failed(location, "a place that can be written", real);
    }

    private static UserError failed(String location, String expected, IOException cause) {
        if (cause instanceof UnsupportedFileSystemException) {
            return new UserError(
                            ExitCode.USAGE,
                            "a path on a file system that Hadoop knows",
                            String.valueOf(cause.getMessage()),
                            location,
                            "Correct the scheme, or add the file system's jar: -- --packages …")
                    .causedBy(cause);
        }
        String message = String.valueOf(cause.getMessage());
        return new UserError(ExitCode.CLUSTER, expected, firstLine(cause), location, remedy(cause, message))
                .causedBy(cause);
    }

    private static String remedy(IOException cause, String message) {
        if (message.contains("No space left") || message.contains("quota")) {
            return "Free some space; what was written before is kept, and the same command goes on from there.";
        }
        if (isForbidden(cause, message)) {
            return "Grant the permission, or name another place.";
        }
        return "Check that the storage can be reached, then run the same command again.";
    }

    private static boolean isForbidden(IOException cause, String message) {
        return cause instanceof AccessControlException
                || cause instanceof AccessDeniedException
                || message.contains("Permission denied");
    }

    private static String firstLine(IOException cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElseThrow();
    }
}
