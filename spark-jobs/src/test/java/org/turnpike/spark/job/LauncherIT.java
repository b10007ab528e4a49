package org.turnpike.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real {@code submit/turnpike}, as a user starts it. */
class LauncherIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final String TEST_CLASSES =
            PROJECT.resolve("spark-jobs/target/test-classes").toString();

    @TempDir
    Path directory;

    /** How a run of the launcher ended. */
    private record Ended(int exitCode, String out, String errors) {}

    @Test
    void theVersionIsAllThereIsOnStandardOutput() throws Exception {
        Ended ended = turnpike(Map.of(), "--version");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).isEqualTo(Version.CURRENT + System.lineSeparator());
    }

    @Test
    void anUnknownCommandEndsWithTwoAndOneMessage() throws Exception {
        Ended ended = turnpike(Map.of(), "no-such-command");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.errors())
                .contains("turnpike: the command line: expected a command, found 'no-such-command'.")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 5})
    void exitCodesPassThrough(int code) throws Exception {
        Ended ended = turnpike(
                Map.of(),
                Integer.toString(code),
                "--",
                "--driver-class-path",
                TEST_CLASSES,
                "--class",
                ExitProbe.class.getName());
        assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(code);
    }

    @Test
    void aJavaThatIsTooOldIsNamed() throws Exception {
        Path home = directory.resolve("jdk-11");
        Files.createDirectories(home.resolve("bin"));
        Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Ended ended = turnpike(Map.of("JAVA_HOME", home.toString()), "--version");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.errors()).contains("expected Java 17 or newer, found Java 11.0.2.");
    }

    @Test
    void aSparkHomeThatIsNoneIsNamed() throws Exception {
        Ended ended = turnpike(Map.of("SPARK_HOME", directory.toString()), "--version");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.errors())
                .contains(
                        "SPARK_HOME: expected a Spark distribution, found no bin/spark-submit in '" + directory + "'.");
    }

    @Test
    void theSparkSubmitOfSparkHomeIsAskedWithTheSameWords() throws Exception {
        Path home = directory.resolve("spark");
        Files.createDirectories(home.resolve("bin"));
        Path submit = Files.writeString(home.resolve("bin/spark-submit"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(submit.toFile().setExecutable(true)).isTrue();
        Ended ended = turnpike(
                Map.of("SPARK_HOME", home.toString()),
                "train",
                "--conf",
                "a b.conf",
                "--master",
                "spark://host:7077",
                "--",
                "--executor-cores",
                "4");
        assertThat(ended.out().lines())
                .containsExactly(
                        "--master",
                        "spark://host:7077",
                        "--properties-file",
                        PROJECT.resolve("conf/spark-defaults.conf").toString(),
                        "--load-spark-defaults",
                        "--class",
                        "org.turnpike.spark.job.Main",
                        "--executor-cores",
                        "4",
                        PROJECT.resolve("spark-jobs/target/turnpike.jar").toString(),
                        "train",
                        "--conf",
                        "a b.conf");
    }

    private Ended turnpike(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path errors = directory.resolve("errors");
        List<String> command = Stream.concat(
                        Stream.of(PROJECT.resolve("submit/turnpike").toString()), Stream.of(words))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(errors));
    }
}
