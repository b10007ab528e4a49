package org.turnpike.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.turnpike.data.ByteSource;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.Memory;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.Unlabelled;

class IdxReaderTest {
    private static final byte[] IMAGES = images(2, 1, 3, 0, 51, 255, 128, 1, 2);
    private static final byte[] LABELS = labels(2, 2, 0);

    @Test
    void readsPixelsAndLabelsPlainOrGzip() throws IOException {
        Table expected = new Table(
                RowMatrix.copyOf(new float[] {0, 0.2f, 1, 128 / 255f, 1 / 255f, 2 / 255f}, 3),
                List.of("r0c0", "r0c1", "r0c2"),
                ClassLabels.copyOf(new int[] {2, 0}, List.of("0", "1", "2")));

        assertThat(IdxReader.read(file("i", IMAGES), file("l", LABELS))).isEqualTo(expected);
        assertThat(IdxReader.read(file("i", Memory.gzip(IMAGES)), file("l", Memory.gzip(LABELS))))
                .isEqualTo(expected);
        assertThat(IdxReader.readImages(file("i", IMAGES)))
                .isEqualTo(new Table(expected.features(), expected.featureNames(), new Unlabelled(2)));
        assertThat(IdxReader.readImages(file("i", images(1, 2, 2, 0, 0, 0, 0))).featureNames())
                .containsExactly("r0c0", "r0c1", "r1c0", "r1c1");
    }

    @Test
    void aModelsClassesNeedNotAllOccur() throws IOException {
        List<String> names = ClassLabels.numbered(10);
        assertThat(IdxReader.read(file("i", IMAGES), file("l", labels(2, 9, 9)), names)
                        .targets())
                .isEqualTo(ClassLabels.copyOf(new int[] {9, 9}, names));
        error(file("i", IMAGES), file("l", labels(2, 1, 10)), names)
                .hasMessage("l, label 1: expected a label from 0 to 9, found 10. "
                        + "The labels must be those of the data that the model was trained on.");
    }

    @Test
    void aWrongMagicNumber() {
        error(file("i", LABELS), file("l", LABELS))
                .hasMessage("i: expected the IDX magic number 00000803, found 00000801. "
                        + "This is a labels file: name the images file instead.");
        error(file("i", IMAGES), file("l", IMAGES))
                .hasMessage("l: expected the IDX magic number 00000801, found 00000803. "
                        + "This is an images file: the labels file beside it must hold labels.");
        error(file("i", "x,y\n1,2\n".getBytes(StandardCharsets.US_ASCII)), file("l", LABELS))
                .hasMessage("i: expected the IDX magic number 00000803, found 782c790a. "
                        + "Only IDX files of unsigned bytes are read, plain or gzip.");
    }

    @Test
    void aFileCutOff() {
        error(file("i", Arrays.copyOf(IMAGES, IMAGES.length - 2)), file("l", LABELS))
                .hasMessage(
                        "i: expected 6 more bytes, found only 4 before its end. The file is cut off: fetch it again.");
        error(file("i", Arrays.copyOf(IMAGES, 9)), file("l", LABELS))
                .hasMessage(
                        "i: expected 12 more bytes, found only 5 before its end. The file is cut off: fetch it again.");
        error(file("i", new byte[0]), file("l", LABELS)).hasMessageContaining("expected 4 more bytes, found only 0");
        byte[] compressed = Memory.gzip(images(1, 100, 100, new int[10_000]));
        error(file("i", Arrays.copyOf(compressed, compressed.length - 12)), file("l", LABELS))
                .hasMessageContaining("i: expected an intact gzip file, found 'Unexpected end of ZLIB input stream'");
    }

    @Test
    void bytesTooMany() {
        error(file("i", Arrays.copyOf(IMAGES, IMAGES.length + 1)), file("l", LABELS))
                .hasMessage("i: expected its end after 6 bytes of data, found more bytes. Fetch the file again.");
    }

    @Test
    void anotherCountOfLabels() {
        error(file("i", IMAGES), file("l", labels(3, 0, 1, 2)))
                .hasMessage("l: expected 2 labels, one for each image of i, found 3. "
                        + "Name images and labels of the same set.");
    }

    @Test
    void sizesThatCannotBe() {
        error(file("i", images(2, 0, 3)), file("l", LABELS))
                .hasMessage("i: expected sizes of at least 1 with a product of at most 2147483639, found a size of 0. "
                        + "Fetch the file again, or split a larger data set.");
        error(file("i", images(-1, 28, 28)), file("l", LABELS)).hasMessageContaining("found a size of 4294967295");
        error(file("i", images(60_000, 60_000, 60_000)), file("l", LABELS))
                .hasMessageContaining("found a size of 60000");
        // A claim of 2 GB over a file of 16 bytes must not cost 2 GB.
        error(file("i", images(2_000_000_000, 1, 1)), file("l", LABELS))
                .hasMessage("i: expected 2000000000 more bytes, found only 0 before its end. "
                        + "The file is cut off: fetch it again.");
    }

    @Test
    void oneClassOnly() {
        error(file("i", IMAGES), file("l", labels(2, 4, 4)))
                .hasMessage("l: expected at least two classes, found only 4 in 2 labels. Add images of another class.");
    }

    @Test
    void theLabelsFileLiesBesideTheImagesFile() {
        assertThat(IdxNames.labelsBeside("hdfs://host/images/train-images-idx3-ubyte.gz"))
                .isEqualTo("hdfs://host/images/train-labels-idx1-ubyte.gz");
        assertThat(IdxNames.labelsBeside("t10k-images.idx3-ubyte")).isEqualTo("t10k-labels.idx1-ubyte");
        assertThatThrownBy(() -> IdxNames.labelsBeside("images/train-idx3-ubyte"))
                .isInstanceOf(DataError.class)
                .hasMessage(
                        "images/train-idx3-ubyte: expected an IDX file named like train-images-idx3-ubyte.gz, "
                                + "found 'train-idx3-ubyte'. "
                                + "Name the images file; the labels file, with 'labels' for 'images' in its name, lies beside it.");
    }

    private static AbstractThrowableAssert<?, ?> error(ByteSource images, ByteSource labels) {
        return assertThatThrownBy(() -> IdxReader.read(images, labels)).isInstanceOf(DataError.class);
    }

    private static AbstractThrowableAssert<?, ?> error(ByteSource images, ByteSource labels, List<String> classNames) {
        return assertThatThrownBy(() -> IdxReader.read(images, labels, classNames))
                .isInstanceOf(DataError.class);
    }

    private static ByteSource file(String name, byte[] bytes) {
        return Memory.file(name, bytes);
    }

    private static byte[] images(int count, int height, int width, int... pixels) {
        return idx(0x803, new int[] {count, height, width}, pixels);
    }

    private static byte[] labels(int count, int... labels) {
        return idx(0x801, new int[] {count}, labels);
    }

    private static byte[] idx(int magic, int[] sizes, int[] values) {
        ByteBuffer file =
                ByteBuffer.allocate(4 + 4 * sizes.length + values.length).putInt(magic);
        Arrays.stream(sizes).forEach(file::putInt);
        Arrays.stream(values).forEach(value -> file.put((byte) value));
        return file.array();
    }
}
