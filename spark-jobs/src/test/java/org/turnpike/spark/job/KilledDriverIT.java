package org.turnpike.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.job.Launcher.Ended;
import org.turnpike.spark.job.command.HistoryRows;

/**
 * SIGKILL to the driver of a real run, in local mode, and the same command again. The script {@code benchmarks/kill_driver.py} does
 * the same for as often as one likes, and on a cluster.
 */
class KilledDriverIT {
    private static final String CONF =
            Launcher.PROJECT.resolve("conf").resolve("two-moons.conf").toString();

    @TempDir
    Path directory;

    @Test
    void aKilledRunGoesOnToTheSameBits() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path undisturbed = directory.resolve("undisturbed");
        assertThat(new Launcher(directory).run(Map.of(), words(undisturbed)).exitCode())
                .isZero();
        Path killed = directory.resolve("killed");
        for (int kills = 0; kills < 2; kills++) {
            Process process = new Launcher(directory).start(Map.of(), words(killed));
            String before = checkpoints(killed);
            await(process, () -> !checkpoints(killed).equals(before));
            Thread.sleep(random.nextInt(200));
            assertThat(process.isAlive())
                    .as("the run was over before it could be killed, seed " + seed)
                    .isTrue();
            process.destroyForcibly().waitFor();
            assertThat(Files.readString(killed.resolve("manifest.json"))).contains("\"status\" : \"running\"");
        }
        Ended resumed = new Launcher(directory).run(Map.of(), words(killed));
        assertThat(resumed.exitCode()).as(resumed.errors()).isZero();
        assertThat(resumed.errors())
                .containsPattern(
                        "minimum-time goes on after iteration \\d+, in epoch \\d+. The last run did not come to its"
                                + " end: it was killed, or lost with its machine; ");
        assertThat(killed.resolve("model/weights.safetensors"))
                .as("seed " + seed)
                .hasSameBinaryContentAs(undisturbed.resolve("model/weights.safetensors"));
        assertThat(HistoryRows.withoutSeconds(killed.resolve("history.csv")))
                .isEqualTo(HistoryRows.withoutSeconds(undisturbed.resolve("history.csv")));
        assertThat(killed.resolve("checkpoints")).doesNotExist();
    }

    private static String[] words(Path output) {
        return new String[] {
            "train",
            "--conf",
            CONF,
            "--set",
            "minimum-time.epochs=5000",
            "--set",
            "cluster.checkpoint-pause=0.05",
            "--output",
            output.toString()
        };
    }

    private static String checkpoints(Path run) {
        Path directory = run.resolve("checkpoints/1-minimum-time");
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList()
                    .toString();
        } catch (IOException e) {
            return "[]";
        }
    }

    private static void await(Process process, BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive()).as("the run").isTrue();
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }
}
