package org.turnpike.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.turnpike.data.ByteSource;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.Table;

/** The real MNIST test images, where system property or environment variable TURNPIKE_DATA names the folder above mnist. */
class MnistTest {
    @Test
    void readsTheRealFiles() throws IOException {
        String folder = System.getProperty("TURNPIKE_DATA", System.getenv("TURNPIKE_DATA"));
        assumeTrue(folder != null, "TURNPIKE_DATA names no folder with mnist in it, so the real MNIST is not read");
        Path images = Path.of(folder, "mnist", "t10k-images-idx3-ubyte.gz");
        assumeTrue(Files.exists(images), images + " is not there, so the real MNIST is not read");
        Path labels = Path.of(IdxNames.labelsBeside(images.toString()));

        Table table = IdxReader.read(ByteSource.of(images), ByteSource.of(labels));

        assertThat(table.rows()).isEqualTo(10_000);
        assertThat(table.features().width()).isEqualTo(784);
        ClassLabels classes = (ClassLabels) table.targets();
        int[] counts = new int[classes.width()];
        IntStream.range(0, 10_000).forEach(row -> counts[classes.label(row)]++);
        // The published class counts of the test set, and the mean pixel 0.1325 that every tutorial normalises by.
        assertThat(counts).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
        double total = 0;
        for (int row = 0; row < 10_000; row++) {
            for (int pixel = 0; pixel < 784; pixel++) {
                total += table.features().value(row, pixel);
            }
        }
        assertThat(total / 7_840_000).isCloseTo(0.1325, within(1e-4));
    }
}
