package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.model.ModelFile;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.storage.FullFileSystem;

/** Going on with a run that a full disk has ended, from its checkpoints. */
class ResumeTest {
    @TempDir
    static Path shared;

    private static String job;
    private static Path failed;
    private static Path undisturbed;

    @TempDir
    Path directory;

    private Path local;

    @BeforeAll
    static void runUntilTheDiskIsFull() throws IOException {
        System.setProperty("spark.hadoop.fs.full.impl", FullFileSystem.class.getName());
        job = Files.writeString(shared.resolve("job.conf"), """
                data { train = "moons?n=160&noise=0.1&seed=7", validation = 0.25 }
                model { hidden = [8], output = identity }
                solver.step = 0.25
                stages = [ vanilla, minimum-time ]
                every-stage { batch = 40, optimizer.rate = 0.01 }
                vanilla.epochs = 3
                minimum-time { epochs = 2000, terminal-time.initial = previous }
                cluster { checkpoint-every = 7, checkpoint-keep = 2 }
                progress = none
                """).toString();
        failed = shared.resolve("failed");
        FullFileSystem.leave(400_000);
        Commanded run = train(failed, "--set", "cluster.checkpoint-pause=0");
        FullFileSystem.leave(Long.MAX_VALUE);
        assertThat(run.code()).as(run.errors()).isEqualTo(ExitCode.CLUSTER);
        assertThat(run.complaint())
                .contains(".safetensors: expected a place that can be written, found No space left on device.")
                .hasLineCount(1);
        undisturbed = shared.resolve("undisturbed");
        assertThat(train(undisturbed).code()).isEqualTo(ExitCode.DONE);
    }

    @AfterAll
    static void forgetTheDisk() {
        System.clearProperty("spark.hadoop.fs.full.impl");
    }

    @BeforeEach
    void copyTheRun() throws IOException {
        local = directory.resolve("run");
        FileUtils.copyDirectory(failed.toFile(), local.toFile());
    }

    @Test
    void itGoesOnToTheSameBits() throws IOException {
        assertThat(checkpoints()).hasSize(2);
        Commanded resumed = train();
        assertThat(resumed.code()).as(resumed.errors()).isEqualTo(ExitCode.DONE);
        assertThat(resumed.errors())
                .containsPattern("minimum-time goes on after iteration \\d+, in epoch \\d+. The last run ");
        assertSameAsUndisturbed();
        assertThat(local.resolve("checkpoints")).doesNotExist();
        assertThat(train().errors()).contains("nothing to do");
    }

    @Test
    void aDamagedCheckpointFallsBackToTheOneBefore() throws IOException {
        List<Path> files = checkpoints();
        byte[] whole = Files.readAllBytes(files.get(1));
        // among the numbers, which are behind the settings
        whole[whole.length - 40] ^= 1;
        Files.write(files.get(1), whole);
        Commanded resumed = train();
        assertThat(resumed.code()).as(resumed.errors()).isEqualTo(ExitCode.DONE);
        assertThat(resumed.errors())
                .contains("turnpike: warning: full://" + files.get(1) + " is damaged: expected the CRC32C ")
                .contains(files.get(0) + " has its state");
        assertSameAsUndisturbed();
    }

    @Test
    void whereAllAreDamagedTheStageBeginsAnew() throws IOException {
        for (Path file : checkpoints()) {
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
        }
        Commanded resumed = train();
        assertThat(resumed.code()).as(resumed.errors()).isEqualTo(ExitCode.DONE);
        assertSameAsUndisturbed();
    }

    @Test
    void aCheckpointOfOtherSettingsIsRefusedAndSaysWhichDiffer() throws IOException {
        List<Path> files = checkpoints();
        String number = files.get(1).getFileName().toString().replaceAll("\\D*0*(\\d+)\\D*", "$1");
        for (String[] words : new String[][] {{}, {"--resume"}}) {
            Commanded refused = train(Stream.concat(
                            Stream.of("--set", "model.hidden=[9]", "--set", "minimum-time.lambda=2"),
                            Arrays.stream(words))
                    .toArray(String[]::new));
            assertThat(refused.code()).as(refused.errors()).isEqualTo(ExitCode.USAGE);
            assertThat(refused.complaint())
                    .contains("minimum-time.lambda is 2, and was 1; model.hidden is [9], and was [8]")
                    .containsPattern("expected a checkpoint with the fingerprint [0-9a-f]{16}, found one with the"
                            + " fingerprint [0-9a-f]{16}: ")
                    .contains("to go on after iteration " + number + ", add --restart to begin anew")
                    .hasLineCount(1);
        }
        assertThat(checkpoints()).isEqualTo(files);
        Commanded anew = train("--set", "minimum-time.epochs=3", "--restart");
        assertThat(anew.code()).as(anew.errors()).isEqualTo(ExitCode.DONE);
        assertThat(local.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void aCheckpointOfOtherRowsIsRefused() throws IOException {
        List<Path> files = checkpoints();
        Commanded refused = train("--set", "data.train=moons?n=160&noise=0.1&seed=8");
        assertThat(refused.code()).isEqualTo(ExitCode.DATA);
        assertThat(refused.complaint())
                .contains(": the training rows are others than the last time; the validation rows are others");
        assertThat(checkpoints()).isEqualTo(files);
    }

    @Test
    void whatIsNoSettingOfTheResultMayChange() throws IOException {
        Commanded resumed = train("--set", "threads=1", "--set", "cluster.checkpoint-every=1000");
        assertThat(resumed.code()).as(resumed.errors()).isEqualTo(ExitCode.DONE);
        assertThat(resumed.errors()).contains(" goes on after iteration ");
        assertSameAsUndisturbed();
    }

    private void assertSameAsUndisturbed() throws IOException {
        assertThat(local.resolve("model").resolve(ModelFile.WEIGHTS))
                .hasSameBinaryContentAs(undisturbed.resolve("model").resolve(ModelFile.WEIGHTS));
        assertThat(HistoryRows.withoutSeconds(local.resolve("history.csv")))
                .isEqualTo(HistoryRows.withoutSeconds(undisturbed.resolve("history.csv")));
    }

    private Commanded train(String... more) {
        return train(local, more);
    }

    private static Commanded train(Path output, String... more) {
        return Commanded.run(
                Stream.concat(Stream.of("train", "--conf", job, "--output", "full://" + output), Stream.of(more))
                        .toArray(String[]::new));
    }

    /** The oldest first. */
    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> files = Files.walk(local.resolve("checkpoints"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
