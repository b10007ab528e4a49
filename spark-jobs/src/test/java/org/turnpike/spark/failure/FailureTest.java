package org.turnpike.spark.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.turnpike.data.DataError;

class FailureTest {

    @Test
    void theFirstRealCauseIsWhatTheUserReads() {
        UserError error = new UserError(ExitCode.DATA, "a number", "'x'", "train.csv:7", "Correct the row.");
        Failure failure = Failure.of(new ExecutionException(new RuntimeException("wrapped", error)));
        assertThat(failure.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(failure.message()).isEqualTo("train.csv:7: expected a number, found 'x'. Correct the row.");
    }

    @Test
    void everyKindOfFailureHasItsExitCode() {
        assertThat(Failure.of(new RuntimeException(new DataError("a.csv, line 3", "a number", "'x'", "Correct it."))))
                .isEqualTo(new Failure(ExitCode.DATA, "a.csv, line 3: expected a number, found 'x'. Correct it."));
        assertThat(Failure.of(new IOException("reset")).exitCode()).isEqualTo(ExitCode.CLUSTER);
        assertThat(Failure.of(new RuntimeException(new IOException("No space left on device"))))
                .isEqualTo(new Failure(
                        ExitCode.CLUSTER,
                        "a local disk of the driver or of an executor: expected room for rows and files on their way, found"
                                + " No space left on device. Free some space, or name a larger disk: -- --conf"
                                + " spark.local.dir=/path"));
        assertThat(Failure.of(new SparkException("lost an executor\nDriver stacktrace:")))
                .isEqualTo(new Failure(
                        ExitCode.CLUSTER, "the cluster or its storage failed: SparkException: lost an executor"));
        assertThat(Failure.of(new OutOfMemoryError("Java heap space")).message())
                .contains("--driver-memory");
        assertThat(Failure.of(new IllegalStateException("odd")))
                .isEqualTo(new Failure(
                        ExitCode.INTERNAL,
                        "a fault of Turnpike's own: IllegalStateException: odd. Run again with --debug for the stack trace,"
                                + " and report it."));
    }

    @Test
    void theNumbersAreThoseThatSchedulersKnow() {
        assertThat(ExitCode.values()).extracting(ExitCode::number).containsExactly(0, 1, 2, 3, 4, 5);
    }
}
