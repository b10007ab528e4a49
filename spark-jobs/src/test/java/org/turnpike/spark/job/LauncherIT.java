package org.turnpike.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.job.Launcher.Ended;

/** The real {@code submit/turnpike}, as a user starts it. */
class LauncherIT {
    private static final Path PROJECT = Launcher.PROJECT;
    private static final String TEST_CLASSES =
            PROJECT.resolve("spark-jobs/target/test-classes").toString();

    @TempDir
    Path directory;

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
    void aSparkOfAnotherVersionIsNamed() throws Exception {
        String home = echoingSpark();
        Path jars = Files.createDirectory(Path.of(home, "jars"));
        Path core = Files.createFile(jars.resolve("spark-core_2.12-3.5.7.jar"));
        Ended ended = turnpike(Map.of("SPARK_HOME", home), "--version");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.errors())
                .startsWith("turnpike: '" + home
                        + "/bin/spark-submit': expected Spark 4.1 for Scala 2.13, found Spark 3.5.7"
                        + " for Scala 2.12. Point SPARK_HOME")
                .hasLineCount(1);
        Files.move(core, jars.resolve("spark-core_2.13-4.1.3.jar"));
        assertThat(turnpike(Map.of("SPARK_HOME", home), "--version").exitCode()).isZero();
    }

    @Test
    void theSparkSubmitOfSparkHomeIsAskedWithTheSameWords() throws Exception {
        Ended ended = turnpike(
                Map.of("SPARK_HOME", echoingSpark()),
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

    @Test
    void yarnGetsItsSettingsBeforeTheCallersOwn() throws Exception {
        Ended ended = turnpike(
                Map.of("SPARK_HOME", echoingSpark()),
                "train",
                "--master=yarn",
                "--",
                "--deploy-mode",
                "cluster",
                "--files",
                "job.conf");
        assertThat(ended.out().lines())
                .startsWith("--master", "yarn")
                .containsSubsequence(
                        "--conf",
                        "spark.yarn.maxAppAttempts=1",
                        "--conf",
                        "spark.yarn.submit.waitAppCompletion=true",
                        "--deploy-mode",
                        "cluster",
                        "--files",
                        "job.conf",
                        PROJECT.resolve("spark-jobs/target/turnpike.jar").toString(),
                        "train")
                .noneMatch(word -> word.contains("kubernetes") || word.startsWith("#"));
    }

    @Test
    void kubernetesGetsItsSettingsAndTheJarOfTheImage() throws Exception {
        Ended ended = turnpike(
                Map.of("SPARK_HOME", echoingSpark(), "TURNPIKE_JAR", "local:///opt/turnpike/turnpike.jar"),
                "train",
                "--master",
                "k8s://https://host:6443",
                "--",
                "--conf",
                "spark.kubernetes.container.image=turnpike:1");
        assertThat(ended.out().lines())
                .startsWith("--master", "k8s://https://host:6443")
                .containsSubsequence(
                        "--conf",
                        "spark.kubernetes.submission.waitAppCompletion=true",
                        "--conf",
                        "spark.kubernetes.container.image=turnpike:1",
                        "local:///opt/turnpike/turnpike.jar",
                        "train")
                .noneMatch(word -> word.startsWith("spark.yarn"));
    }

    /** A distribution whose spark-submit prints the words that it is given, a line each. */
    private String echoingSpark() throws IOException {
        Path home = directory.resolve("spark");
        Files.createDirectories(home.resolve("bin"));
        Path submit = Files.writeString(home.resolve("bin/spark-submit"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(submit.toFile().setExecutable(true)).isTrue();
        return home.toString();
    }

    @Test
    void twoMoonsFromTheJobFileToTheVerdict() throws Exception {
        String run = directory.resolve("run").toString();
        Ended trained = turnpike(Map.of(), "train", "--conf", conf("two-moons.conf"), "--output", run);
        assertThat(trained.exitCode()).as(trained.errors()).isZero();
        assertThat(trained.errors())
                .contains("stage    minimum-time: 500 epochs")
                .doesNotContain("\tat ");
        String metrics = Files.readString(Path.of(run, "metrics.json"));
        assertThat(metrics).contains("\"accuracy\" : 1.0");
        assertThat(trained.out()).contains("t_f = 0.0");

        Ended evaluated = turnpike(Map.of(), "evaluate", "--model", run, "--data", "moons?n=64&seed=9", "--json");
        assertThat(evaluated.exitCode()).as(evaluated.errors()).isZero();
        assertThat(evaluated.out()).startsWith("{\"rows\":64,").hasLineCount(1);
    }

    @Test
    void everyKindOfBadInputHasItsExitCode() throws Exception {
        String conf = conf("two-moons.conf");
        Ended key = turnpike(Map.of(), "train", "--conf", conf, "--set", "solver.stepp=1", "--output", "run");
        assertThat(key.exitCode()).isEqualTo(2);
        assertThat(key.errors()).contains("turnpike: --set solver.stepp=1: expected a key that there is");
        Ended data = turnpike(Map.of(), "train", "--conf", conf, "--set", "data.train=no.csv", "--output", "run");
        assertThat(data.exitCode()).isEqualTo(3);
        assertThat(data.errors())
                .contains("turnpike: no.csv: expected a file, found nothing there. Check the path.")
                .doesNotContain("\tat ");
        Ended output = turnpike(Map.of(), "train", "--conf", conf, "--output", "/proc/run");
        assertThat(output.exitCode()).isEqualTo(5);
        assertThat(output.errors()).contains("turnpike: /proc/run/manifest.json: expected a place that can be written");
    }

    @Test
    void anInterruptedRunSaysSoAndKeepsWhatItHas() throws Exception {
        String run = directory.resolve("run").toString();
        Process process = new Launcher(directory)
                .start(
                        Map.of(),
                        "train",
                        "--conf",
                        conf("two-moons.conf"),
                        "--set",
                        "minimum-time.epochs=100000000",
                        "--output",
                        run);
        await(() -> Files.readString(directory.resolve("errors")).contains(" it/s"));
        process.destroy(); // SIGTERM, as schedulers send it
        Ended ended = new Launcher(directory).ended(process);
        assertThat(ended.exitCode()).isEqualTo(143);
        assertThat(ended.errors()).contains("turnpike: interrupted in minimum-time.");
        assertThat(Files.readString(Path.of(run, "manifest.json"))).contains("\"status\" : \"interrupted\"");
        assertThat(Path.of(run, "model/model.json")).exists();
        assertThat(Path.of(run, "history.csv")).exists();
    }

    private static String conf(String name) {
        return PROJECT.resolve("conf").resolve(name).toString();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private Ended turnpike(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        return new Launcher(directory).run(environment, words);
    }
}
