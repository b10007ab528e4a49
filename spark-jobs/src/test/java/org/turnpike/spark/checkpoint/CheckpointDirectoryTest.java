package org.turnpike.spark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.storage.ObjectStoreFileSystem;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.TrainingState;

class CheckpointDirectoryTest {
    private static final String STAGE = "2-minimum-time";

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void everyBitIsReadAgain() {
        Snapshot written = Snapshots.random(120, 5000);
        CheckpointDirectory checkpoints = checkpoints();
        checkpoints.write(Snapshots.IDENTITY, written, 3);
        Checkpoint read = latest();
        assertThat(checkpoints.stages()).containsExactly(STAGE);
        assertThat(read.identity()).isEqualTo(Snapshots.IDENTITY);
        assertThat(read.snapshot()).isEqualTo(written);
        assertThat(read.snapshot().state().seconds()).isEqualTo(12.5);
        assertThat(read.location()).endsWith("/2-minimum-time/iteration-000000000120.safetensors");
        assertThat(warnings).isEmpty();
    }

    @Test
    void aStageThatHasJudgedNoModelYetHasNone() {
        TrainingState state = Snapshots.random(1, 3).state();
        Snapshot written = Snapshot.of(
                new TrainingState(
                        1, 0, state.epochSums(), state.vector(), state.terminalTime(), state.optimizers(), null, 0),
                List.of());
        checkpoints().write(Snapshots.IDENTITY, written, 1);
        assertThat(latest().snapshot()).isEqualTo(written);
    }

    @Test
    void theNewestAreKept() throws IOException {
        for (long iterations : new long[] {50, 100, 1000, 150}) {
            checkpoints().write(Snapshots.IDENTITY, Snapshots.random(iterations, 3), 2);
        }
        assertThat(files()).containsExactly("iteration-000000000150.safetensors", "iteration-000000001000.safetensors");
        assertThat(latest().snapshot().state().iterations()).isEqualTo(1000);
        checkpoints().remove(STAGE);
        assertThat(directory.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void aDamagedOneFallsBackToTheOneBeforeWithAWarning() throws IOException {
        checkpoints().write(Snapshots.IDENTITY, Snapshots.random(50, 3), 3);
        checkpoints().write(Snapshots.IDENTITY, Snapshots.random(100, 3), 3);
        Path newest = stage().resolve("iteration-000000000100.safetensors");
        byte[] whole = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(whole, whole.length - 1));
        assertThat(latest().snapshot().state().iterations()).isEqualTo(50);
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0))
                .startsWith(newest + " is damaged: expected ")
                .contains("the file is truncated");
    }

    @Test
    void withoutAWholeOneThereIsNone() throws IOException {
        Files.createDirectories(stage());
        Files.writeString(stage().resolve("iteration-000000000100.safetensors"), "");
        Files.writeString(stage().resolve("iteration-000000000101.safetensors"), "this is no checkpoint at all");
        Files.writeString(stage().resolve("notes.txt"), "not ours");
        assertThat(checkpoints().latest(STAGE, warnings::add)).isEmpty();
        assertThat(warnings).hasSize(2);
    }

    @Test
    void noLengthAndNoFlippedBitPassesForWhole() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        CheckpointFile.of(Snapshots.IDENTITY, Snapshots.random(7, 4)).write(stream);
        byte[] whole = stream.toByteArray();
        assertThat(CheckpointFile.read(new ByteArrayInputStream(whole), whole.length, "whole"))
                .isNotNull();
        for (int length = 0; length < whole.length; length++) {
            assertDamaged(Arrays.copyOf(whole, length), "cut to " + length);
        }
        assertDamaged(Arrays.copyOf(whole, whole.length + 1), "one byte more");
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << (at % 8));
            assertDamaged(flipped, "bit " + at % 8 + " of byte " + at);
        }
    }

    @Test
    void aHeaderThatPromisesTooMuchCostsNoMemory() {
        String header = "{\"vector\":{\"dtype\":\"F32\",\"shape\":[2000000000],\"data_offsets\":[0,8000000000]},"
                + "\"crc32c\":{\"dtype\":\"U32\",\"shape\":[1],\"data_offsets\":[8000000000,8000000004]}}";
        byte[] bytes = new byte[8 + header.length() + 12];
        bytes[0] = (byte) header.length();
        System.arraycopy(header.getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, bytes, 8, header.length());
        assertDamaged(bytes, "a promise of 8 GB");
    }

    @Test
    void whatAKilledWriterLeftIsRemoved() throws IOException {
        checkpoints().write(Snapshots.IDENTITY, Snapshots.random(50, 3), 3);
        Files.writeString(stage().resolve(".iteration-000000000100.safetensors.1234.tmp"), "half");
        checkpoints().removeTemporaries(STAGE);
        assertThat(files()).containsExactly("iteration-000000000050.safetensors");
    }

    @Test
    void aStoreWithoutRenameWillDo() throws IOException {
        CheckpointDirectory store = new CheckpointDirectory(
                new Storage(ObjectStoreFileSystem.configuration()), "objects://" + directory + "/checkpoints");
        store.write(Snapshots.IDENTITY, Snapshots.random(50, 3), 1);
        store.write(Snapshots.IDENTITY, Snapshots.random(100, 3), 1);
        assertThat(store.latest(STAGE, warnings::add).orElseThrow().snapshot()).isEqualTo(Snapshots.random(100, 3));
        assertThat(files()).containsExactly("iteration-000000000100.safetensors");
    }

    private static void assertDamaged(byte[] bytes, String what) {
        Assertions.assertThatExceptionOfType(DamagedFile.class)
                .as(what)
                .isThrownBy(() -> CheckpointFile.read(new ByteArrayInputStream(bytes), bytes.length, what));
    }

    private CheckpointDirectory checkpoints() {
        return new CheckpointDirectory(
                new Storage(new Configuration()),
                directory.resolve("checkpoints").toString());
    }

    private Checkpoint latest() {
        return checkpoints().latest(STAGE, warnings::add).orElseThrow();
    }

    private Path stage() {
        return directory.resolve("checkpoints").resolve(STAGE);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(stage())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
