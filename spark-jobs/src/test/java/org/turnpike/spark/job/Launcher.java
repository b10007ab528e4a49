package org.turnpike.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real {@code submit/turnpike}, started in {@code directory}, where it also leaves what it prints. */
record Launcher(Path directory) {
    static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    /** How a run of the launcher ended. */
    record Ended(int exitCode, String out, String errors) {}

    Ended run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        return ended(start(environment, words));
    }

    Process start(Map<String, String> environment, String... words) throws IOException {
        return start(PROJECT.resolve("submit/turnpike"), environment, words);
    }

    Process start(Path program, Map<String, String> environment, String... words) throws IOException {
        List<String> command =
                Stream.concat(Stream.of(program.toString()), Stream.of(words)).toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("errors").toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().putAll(environment);
        return builder.start();
    }

    Ended ended(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(directory.resolve("out")),
                Files.readString(directory.resolve("errors")));
    }
}
