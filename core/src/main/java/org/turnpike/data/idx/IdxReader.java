package org.turnpike.data.idx;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.turnpike.data.ByteSource;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.Targets;
import org.turnpike.data.Unlabelled;
import org.turnpike.data.image.Image;
import org.turnpike.data.image.ImageShape;
import org.turnpike.data.image.PixelNames;

/**
 * Reads grey images and their labels from IDX files, plain or gzip: {@code [images][height × width]}, row-major, pixels
 * scaled from 0 … 255 to [0, 1]. Feature names are those of {@link PixelNames}.
 *
 * <p>All methods throw {@link DataError} for a wrong magic number, a file cut off or with bytes too many, sizes out of
 * range, labels of another count than images, and labels that are no class.
 */
public final class IdxReader {
    private IdxReader() {}

    /** Images and labels to train on: the classes are 0 to the largest label. */
    public static Table read(ByteSource images, ByteSource labels) throws IOException {
        int[] classes = labels(labels);
        if (IntStream.of(classes).distinct().count() < 2) {
            throw new DataError(
                    labels.name(),
                    "at least two classes",
                    "only " + classes[0] + " in " + classes.length + " labels",
                    "Add images of another class.");
        }
        return table(
                images,
                labels,
                classes,
                ClassLabels.numbered(IntStream.of(classes).max().getAsInt() + 1));
    }

    /** Images and labels to score with a model of the given classes; not all need occur. */
    public static Table read(ByteSource images, ByteSource labels, List<String> classNames) throws IOException {
        return table(images, labels, labels(labels), classNames);
    }

    /** Images alone, to predict. */
    public static Table readImages(ByteSource images) throws IOException {
        IdxFile file = IdxFile.read(images, 3);
        return table(file, new Unlabelled(file.sizes()[0]));
    }

    private static Table table(ByteSource images, ByteSource labels, int[] classes, List<String> classNames)
            throws IOException {
        for (int row = 0; row < classes.length; row++) {
            if (classes[row] >= classNames.size()) {
                throw new DataError(
                        labels.name() + ", label " + row,
                        "a label from 0 to " + (classNames.size() - 1),
                        Integer.toString(classes[row]),
                        "The labels must be those of the data that the model was trained on.");
            }
        }
        IdxFile file = IdxFile.read(images, 3);
        if (file.sizes()[0] != classes.length) {
            throw new DataError(
                    labels.name(),
                    file.sizes()[0] + " labels, one for each image of " + images.name(),
                    Integer.toString(classes.length),
                    "Name images and labels of the same set.");
        }
        return table(file, ClassLabels.copyOf(classes, classNames));
    }

    private static Table table(IdxFile images, Targets targets) {
        int height = images.sizes()[1];
        int width = images.sizes()[2];
        float[] pixels = new float[images.bytes().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Image.number(images.bytes()[i]);
        }
        List<String> names = PixelNames.of(new ImageShape(1, height, width));
        return new Table(RowMatrix.takingOwnership(pixels, height * width), names, targets);
    }

    private static int[] labels(ByteSource source) throws IOException {
        byte[] bytes = IdxFile.read(source, 1).bytes();
        return IntStream.range(0, bytes.length)
                .map(row -> Byte.toUnsignedInt(bytes[row]))
                .toArray();
    }
}
