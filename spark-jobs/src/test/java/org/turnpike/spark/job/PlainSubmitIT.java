package org.turnpike.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, submitted as any other Spark application: by Spark's own {@code spark-submit} without the launcher. */
class PlainSubmitIT {
    private static final Path TARGET = Launcher.PROJECT.resolve("spark-jobs/target");

    @TempDir
    Path directory;

    @Test
    void aRunPrintsWhatItPrintsThroughTheLauncher() throws Exception {
        Path job = Files.writeString(directory.resolve("job.conf"), """
                data.train = "moons?n=32"
                solver.steps = 2
                stages = [ vanilla ]
                vanilla.epochs = 3
                """);
        String run = directory.resolve("run").toString();
        Launcher.Ended ended = submit(Map.of(), "train", "--conf", job.toString(), "--output", run);
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        assertThat(ended.errors())
                .contains("stage    vanilla: 3 epochs", "vanilla  3/3  loss")
                .doesNotContain("SparkContext", "INFO  DAGScheduler", "BlockManager");
        assertThat(ended.out()).contains("written to " + run);
        assertThat(Path.of(run, "report.html")).exists();
    }

    @Test
    void aFileThatIsNoTableIsOneMessageAndThree() throws Exception {
        Path table = Files.writeString(directory.resolve("table.parquet"), "PAR1 and nothing that follows");
        Path job = Files.writeString(
                directory.resolve("job.conf"), "data.train = \"" + table + "\"\nstages = [ vanilla ]\n");
        Launcher.Ended ended = submit(Map.of(), "train", "--conf", job.toString(), "--output", "run");
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.errors())
                .contains("expected a Parquet table that Spark can read")
                .doesNotContain("ERROR", "\tat ");
    }

    @Test
    void logSettingsOfTheUsersOwnHold() throws Exception {
        Path settings = Files.writeString(directory.resolve("own.properties"), """
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.target = SYSTEM_ERR
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = OWN %m%n
                """);
        Path job = Files.writeString(
                directory.resolve("job.conf"),
                "data.train = \"moons?n=32\"\nsolver.steps = 2\nstages = [ vanilla ]\nvanilla.epochs = 1\n");
        Launcher.Ended ended = submit(
                Map.of("SPARK_SUBMIT_OPTS", "-Dlog4j2.configurationFile=" + settings),
                "train",
                "--conf",
                job.toString(),
                "--output",
                directory.resolve("run").toString());
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        assertThat(ended.errors()).contains("OWN Submitted application: Turnpike");
    }

    private Launcher.Ended submit(Map<String, String> more, String... words) throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        String home = System.getProperty("java.home");
        environment.put("JAVA_HOME", home);
        environment.put("TURNPIKE_EMBEDDED_SPARK", TARGET.resolve("spark").toString());
        environment.put("TURNPIKE_JAVA_VERSION", System.getProperty("java.version"));
        environment.put("SPARK_LOCAL_HOSTNAME", "localhost");
        Launcher launcher = new Launcher(directory);
        String[] all = Stream.concat(
                        Stream.of(
                                "--class",
                                "org.turnpike.spark.job.Main",
                                TARGET.resolve("turnpike.jar").toString()),
                        Stream.of(words))
                .toArray(String[]::new);
        return launcher.ended(
                launcher.start(Launcher.PROJECT.resolve("submit/embedded-spark-submit"), environment, all));
    }
}
