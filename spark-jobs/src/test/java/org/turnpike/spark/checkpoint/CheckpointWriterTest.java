package org.turnpike.spark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.FullFileSystem;
import org.turnpike.spark.storage.Storage;

class CheckpointWriterTest {
    @TempDir
    Path directory;

    @Test
    void whatIsOfferedIsWrittenByTheTimeThatItIsClosed() {
        CheckpointDirectory checkpoints = checkpoints();
        try (CheckpointWriter writer = writer(checkpoints)) {
            writer.offer(Snapshots.random(50, 3));
        }
        assertThat(checkpoints
                        .latest("2-minimum-time", warning -> {})
                        .orElseThrow()
                        .snapshot())
                .isEqualTo(Snapshots.random(50, 3));
        try (CheckpointWriter writer = writer(checkpoints)) {
            writer.offer(Snapshots.random(55, 3));
            writer.keep(Snapshots.random(60, 3));
            assertThat(checkpoints
                            .latest("2-minimum-time", warning -> {})
                            .orElseThrow()
                            .snapshot())
                    .isEqualTo(Snapshots.random(60, 3));
        }
    }

    @Test
    void aFullDiskEndsTrainingAndKeepsTheOneBefore() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.full.impl", FullFileSystem.class.getName());
        CheckpointDirectory checkpoints =
                new CheckpointDirectory(new Storage(hadoop), "full://" + directory + "/checkpoints");
        FullFileSystem.leave(6000);
        UserError error;
        try (CheckpointWriter writer = writer(checkpoints)) {
            writer.keep(Snapshots.random(50, 3));
            FullFileSystem.leave(100);
            writer.offer(Snapshots.random(100, 3));
            error = catchThrowableOfType(UserError.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    writer.offer(Snapshots.random(150, 3));
                    Thread.sleep(10);
                }
            });
        }
        assertThat(error.exitCode()).isEqualTo(ExitCode.CLUSTER);
        assertThat(error)
                .hasMessageContaining(
                        "iteration-000000000100.safetensors: expected a place that can be written, found No"
                                + " space left on device. Free some space; what was written before is kept");
        assertThat(checkpoints
                        .latest("2-minimum-time", warning -> {})
                        .orElseThrow()
                        .snapshot())
                .isEqualTo(Snapshots.random(50, 3));
        assertThat(directory.resolve("checkpoints/2-minimum-time"))
                .isDirectoryContaining(file -> file.endsWith("iteration-000000000050.safetensors"))
                .isDirectoryNotContaining("glob:**.tmp");
    }

    private CheckpointDirectory checkpoints() {
        return new CheckpointDirectory(
                new Storage(new Configuration()),
                directory.resolve("checkpoints").toString());
    }

    private static CheckpointWriter writer(CheckpointDirectory checkpoints) {
        return new CheckpointWriter(checkpoints, Snapshots.IDENTITY, 3);
    }
}
