package org.turnpike.data.generator;

import java.util.List;
import java.util.stream.IntStream;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.KeyedRandom;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;

/**
 * Square images of Gaussian noise, each of a class drawn at random: there is nothing to learn from them, but a network does as
 * much work on them as on pictures.
 *
 * @param n rows
 * @param channels of an image
 * @param side rows and columns of an image
 * @param classes from which each image's is drawn
 */
public record RandomImages(int n, int channels, int side, int classes, long seed) implements Generator {
    static final String NAME = "random-images";
    private static final GeneratorOption.Whole ROWS = Options.rows(128, 2);
    private static final GeneratorOption.Whole CHANNELS = new GeneratorOption.Whole("channels", 1, 1, 64);
    private static final GeneratorOption.Whole SIDE = new GeneratorOption.Whole("side", 28, 1, 1024);
    private static final GeneratorOption.Whole CLASSES = new GeneratorOption.Whole("classes", 10, 2, 1000);
    static final List<GeneratorOption> OPTIONS = List.of(ROWS, CHANNELS, SIDE, CLASSES, Options.SEED);

    /** @throws DataError where an option is out of range, or the images do not fit one array */
    public RandomImages {
        ROWS.require(NAME, n);
        CHANNELS.require(NAME, channels);
        SIDE.require(NAME, side);
        CLASSES.require(NAME, classes);
        if ((double) n * channels * side * side > RowMatrix.MOST_VALUES) {
            throw new DataError(
                    "generator " + NAME + ", options n, channels and side",
                    "at most " + RowMatrix.MOST_VALUES + " numbers",
                    n + " images of " + channels + " × " + side + " × " + side,
                    "Lower one of them.");
        }
    }

    static RandomImages of(OptionValues values) {
        return new RandomImages(
                values.rows(ROWS),
                Math.toIntExact(values.whole(CHANNELS)),
                Math.toIntExact(values.whole(SIDE)),
                Math.toIntExact(values.whole(CLASSES)),
                values.whole(Options.SEED));
    }

    @Override
    public Table generate() {
        return images(new KeyedRandom(NAME, seed));
    }

    @Override
    public Table draw(long number) {
        return images(new KeyedRandom(NAME + " draw", seed, number));
    }

    private Table images(KeyedRandom random) {
        int width = channels * side * side;
        float[] pixels = new float[n * width];
        int[] labels = new int[n];
        for (int row = 0; row < n; row++) {
            labels[row] = (int) (classes * random.nextUniform());
            for (int i = 0; i < width; i++) {
                pixels[row * width + i] = (float) random.nextGaussian();
            }
        }
        List<String> names =
                IntStream.range(0, width).mapToObj(i -> "pixel" + i).toList();
        return new Table(
                RowMatrix.takingOwnership(pixels, width),
                names,
                ClassLabels.copyOf(labels, ClassLabels.numbered(classes)));
    }
}
