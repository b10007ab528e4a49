package org.turnpike.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.job.Launcher.Ended;
import org.turnpike.spark.job.command.HistoryRows;

/**
 * Whole jobs through the real launcher on executors in processes of their own, with the bits of one process. The script {@code
 * benchmarks/kill-campaign} does the same on a standalone cluster, with every other way to disturb it.
 */
class ClusterRunIT {
    private static final String CONF =
            Launcher.PROJECT.resolve("conf").resolve("two-moons.conf").toString();
    private static final String TWO_EXECUTORS = "local-cluster[2,1,512]";
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    @TempDir
    static Path directory;

    private static Path alone;

    @BeforeAll
    static void trainInOneProcess() throws Exception {
        alone = directory.resolve("alone");
        Ended ended = new Launcher(directory).run(Map.of(), words("local[2]", alone));
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
    }

    @Test
    void twoExecutorsTrainToTheBitsOfOneProcess() throws Exception {
        Path run = directory.resolve("cluster");
        Ended ended = new Launcher(directory).run(Map.of(), words(TWO_EXECUTORS, run));
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        assertThat(ended.errors()).contains("workers  2 executors with 1 core each");
        assertSameAsAlone(run);
    }

    /** After a checkpoint, so that the new set of workers needs the state of one. */
    @Test
    void aKilledExecutorChangesNoBit() throws Exception {
        Path run = directory.resolve("killed");
        trainWithAKill(run, words(TWO_EXECUTORS, run));
        assertSameAsAlone(run);
    }

    /** Files that Spark reads are dealt to the executors; those of the dead one are dealt anew. */
    @Test
    void aKilledExecutorThatHoldsRowsChangesNoBit() throws Exception {
        String[] rows = {"data.train=" + rows(), "data.label=kind"};
        Path local = directory.resolve("rows-alone");
        Ended ended = new Launcher(directory).run(Map.of(), words("local[2]", local, rows));
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        Path run = directory.resolve("rows-killed");
        trainWithAKill(run, words(TWO_EXECUTORS, run, rows));
        assertSame(run, local);
    }

    private static void trainWithAKill(Path run, String... words) throws Exception {
        Process process = new Launcher(directory).start(Map.of(), words);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
        while (!hasCheckpoint(run)) {
            assertThat(process.isAlive()).as("the run").isTrue();
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(10);
        }
        List<ProcessHandle> executors = process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(EXECUTOR))
                .toList();
        assertThat(executors).hasSize(2);
        assertThat(executors.get(0).destroyForcibly()).isTrue();
        Ended ended = new Launcher(directory).ended(process);
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        assertThat(ended.errors())
                .containsPattern("turnpike: executor \\d \\(.+\\) was lost: .+; going on from iteration [1-9]\\d*"
                        + " \\(retry 1 of 3\\)");
    }

    /** Two clouds of points in three files. */
    private static Path rows() throws IOException {
        Path rows = Files.createDirectories(directory.resolve("rows"));
        Random random = new Random(7);
        for (int file = 0; file < 3; file++) {
            StringBuilder text = new StringBuilder("x,y,kind\n");
            for (int row = 0; row < 100; row++) {
                double side = random.nextBoolean() ? 0.7 : -0.7;
                text.append(side + random.nextGaussian()).append(',').append(random.nextGaussian());
                text.append(side > 0 ? ",right\n" : ",left\n");
            }
            Files.writeString(rows.resolve("part-" + file + ".csv"), text);
        }
        return rows;
    }

    private static void assertSameAsAlone(Path run) throws IOException {
        assertSame(run, alone);
    }

    private static void assertSame(Path run, Path expected) throws IOException {
        assertThat(run.resolve("model/weights.safetensors"))
                .hasSameBinaryContentAs(expected.resolve("model/weights.safetensors"));
        assertThat(HistoryRows.withoutSeconds(run.resolve("history.csv")))
                .isEqualTo(HistoryRows.withoutSeconds(expected.resolve("history.csv")));
    }

    private static String[] words(String master, Path output, String... settings) {
        List<String> words = new ArrayList<>(List.of("train", "--master", master, "--conf", CONF));
        words.addAll(List.of("--set", "minimum-time.epochs=5000", "--set", "cluster.checkpoint-pause=0.05"));
        // Every number of the vector moves: weights, t_f and t0.
        words.addAll(List.of("--set", "model.time-dependent=true"));
        words.addAll(List.of("--set", "minimum-time.learned-initial-time.learn=true"));
        for (String setting : settings) {
            words.addAll(List.of("--set", setting));
        }
        words.addAll(List.of("--output", output.toString(), "--", "--conf", "spark.executor.memory=512m"));
        return words.toArray(String[]::new);
    }

    private static boolean hasCheckpoint(Path run) {
        try (Stream<Path> files = Files.list(run.resolve("checkpoints/1-minimum-time"))) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("iteration-"));
        } catch (IOException e) {
            return false;
        }
    }
}
