package org.turnpike.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.job.Launcher.Ended;
import org.turnpike.spark.job.command.HistoryRows;
import org.turnpike.spark.source.ImageFolder;

/** Images through the real launcher on two executors, with the bits of one process: decoded, dealt, varied and learned from. */
class ImageClusterIT {
    private static final int OF_A_CLASS = 30;
    private static final int SIDE = 13;

    @TempDir
    Path directory;

    @Test
    void aFolderOfImages() throws Exception {
        for (int image = 0; image < OF_A_CLASS; image++) {
            ImageFolder.write(directory.resolve("train/cat/" + image + ".png"), SIDE, SIDE, image);
            ImageFolder.write(directory.resolve("train/dog/" + image + ".png"), SIDE, SIDE, 100 + image);
        }
        requireSameBits(directory.resolve("train").toString());
    }

    @Test
    void idxFiles() throws Exception {
        Random random = new Random(5);
        int images = 2 * OF_A_CLASS;
        try (DataOutputStream pixels = new DataOutputStream(Files.newOutputStream(directory.resolve("images-idx3")));
                DataOutputStream labels =
                        new DataOutputStream(Files.newOutputStream(directory.resolve("labels-idx1")))) {
            for (int number : new int[] {0x803, images, SIDE, SIDE}) {
                pixels.writeInt(number);
            }
            byte[] all = new byte[images * SIDE * SIDE];
            random.nextBytes(all);
            pixels.write(all);
            labels.writeInt(0x801);
            labels.writeInt(images);
            for (int image = 0; image < images; image++) {
                labels.writeByte(image % 2);
            }
        }
        requireSameBits(directory.resolve("images-idx3").toString());
    }

    private void requireSameBits(String data) throws Exception {
        Path alone = train("local[2]", data, "alone");
        Path cluster = train("local-cluster[2,1,512]", data, "cluster");
        assertThat(cluster.resolve("model/weights.safetensors"))
                .hasSameBinaryContentAs(alone.resolve("model/weights.safetensors"));
        assertThat(HistoryRows.withoutSeconds(cluster.resolve("history.csv")))
                .isEqualTo(HistoryRows.withoutSeconds(alone.resolve("history.csv")));
    }

    private Path train(String master, String data, String output) throws IOException, InterruptedException {
        Path job = Files.writeString(directory.resolve("job.conf"), """
                data { validation = 0.2, augmentation { crop-padding = 2, flip = true, brightness = 0.2 } }
                model { field = conv, time-dependent = true, input = conv-stem, output = conv-head, channels = 4, groups = 2 }
                solver { method = rk4-38, steps = 1 }
                stages = [ minimum-time ]
                minimum-time { epochs = 3, batch = 16, optimizer { name = momentum, rate = 0.05 } }
                cluster.logical-shards = 4
                """);
        Path run = directory.resolve(output);
        List<String> words = new ArrayList<>(List.of("train", "--master", master, "--conf", job.toString()));
        words.addAll(List.of("--set", "data.train=" + data, "--output", run.toString()));
        words.addAll(List.of("--", "--conf", "spark.executor.memory=512m"));
        Ended ended = new Launcher(directory).run(Map.of(), words.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        return run;
    }
}
