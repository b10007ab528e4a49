package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.storage.HdfsFixture;

/** Runs whose directory is on HDFS: their checkpoints, their model, and going on. */
class HdfsRunTest {
    @TempDir
    static Path directory;

    private static HdfsFixture hdfs;

    @BeforeAll
    static void startHdfs() throws IOException {
        hdfs = HdfsFixture.start(directory.resolve("hdfs"));
    }

    @AfterAll
    static void stopHdfs() {
        hdfs.close();
    }

    @Test
    void aStreamGoesOnFromItsCheckpointAndPublishesItsModel() throws IOException {
        Path incoming = directory.resolve("incoming");
        String job = Files.writeString(directory.resolve("stream.conf"), """
                data { train = stream, label = kind }
                stream {
                  format = csv, path = "file:%s", schema = "x double, y double, kind string", classes = [left, right]
                  options = ["maxFilesPerTrigger=1"], trigger = available-now, publish-every = 1
                }
                model { hidden = [8] }
                solver.step = 0.25
                stages = [ vanilla ]
                cluster.checkpoint-keep = 2
                """.formatted(incoming))
                .toString();
        for (int number = 1; number <= 3; number++) {
            StreamFiles.arrive(incoming, number, StreamFiles.csv(number, 20));
        }
        String run = hdfs.place("/stream");
        Commanded first = Commanded.run("train", "--conf", job, "--output", run);
        assertThat(first.code()).as(first.errors()).isEqualTo(ExitCode.DONE);
        assertThat(names("/stream/checkpoints/1-vanilla"))
                .containsExactly("iteration-000000000002.safetensors", "iteration-000000000003.safetensors", "stream");
        truncate("/stream/checkpoints/1-vanilla/iteration-000000000003.safetensors");

        StreamFiles.arrive(incoming, 4, StreamFiles.csv(4, 20));
        Commanded second = Commanded.run("train", "--conf", job, "--output", run);
        assertThat(second.code()).as(second.errors()).isEqualTo(ExitCode.DONE);
        assertThat(second.errors()).contains(" is damaged: ", "vanilla goes on after iteration 2");

        Path local = directory.resolve("stream-local");
        assertThat(Commanded.run("train", "--conf", job, "--output", local.toString())
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(read("/stream/model/weights.safetensors"))
                .isEqualTo(Files.readAllBytes(local.resolve("model/weights.safetensors")));
        assertThat(names("/stream/model")).containsExactly("model.json", "weights.safetensors");
    }

    @Test
    void aStageIsTrainedInSegmentsAndLeavesNoCheckpoints() throws IOException {
        String job = Files.writeString(directory.resolve("job.conf"), """
                data.train = "moons?n=64&noise=0.1&seed=7"
                model { hidden = [8], output = identity }
                solver.step = 0.25
                stages = [ vanilla ]
                vanilla.epochs = 20
                cluster { checkpoint-every = 5, checkpoint-pause = 0 }
                progress = none
                """).toString();
        Commanded run = Commanded.run("train", "--conf", job, "--output", hdfs.place("/run"));
        assertThat(run.code()).as(run.errors()).isEqualTo(ExitCode.DONE);
        assertThat(names("/run"))
                .containsExactly("history.csv", "manifest.json", "metrics.json", "model", "report.html");
        assertThat(Commanded.run("train", "--conf", job, "--output", hdfs.place("/run"))
                        .errors())
                .contains("nothing to do");
    }

    private static void truncate(String place) throws IOException {
        byte[] whole = read(place);
        try (FSDataOutputStream stream = hdfs.files().create(new org.apache.hadoop.fs.Path(place), true)) {
            stream.write(whole, 0, whole.length / 2);
        }
    }

    private static byte[] read(String place) throws IOException {
        try (InputStream stream = hdfs.files().open(new org.apache.hadoop.fs.Path(place))) {
            return stream.readAllBytes();
        }
    }

    private static String[] names(String place) throws IOException {
        return Arrays.stream(hdfs.files().listStatus(new org.apache.hadoop.fs.Path(place)))
                .map(FileStatus::getPath)
                .map(org.apache.hadoop.fs.Path::getName)
                .sorted()
                .toArray(String[]::new);
    }
}
