package org.turnpike.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.turnpike.data.image.ImageAugmentation.Variation;

class ImageAugmentationTest {
    private static final ImageShape SHAPE = new ImageShape(3, 4, 5);
    private static final Variation ALL = new Variation(2, true, 0.3, 0.3, 0.3);
    private static final int LANES = 4;

    @Test
    void aVersionFollowsFromSeedEpochAndRowAndNotFromItsPlace() {
        float[] one = varied(ALL, 3, 8, 11, 12, 13);
        float[] other = varied(ALL, 3, 8, 13, 11, 12);
        assertThat(lane(other, 1)).isEqualTo(lane(one, 0));
        assertThat(lane(other, 2)).isEqualTo(lane(one, 1));
        assertThat(lane(other, 0)).isEqualTo(lane(one, 2));
        assertThat(lane(one, 3)).as("a lane without a row").isEqualTo(image());
        assertThat(lane(varied(ALL, 3, 9, 11), 0)).isNotEqualTo(lane(one, 0));
        assertThat(lane(varied(ALL, 4, 8, 11), 0)).isNotEqualTo(lane(one, 0));
    }

    @Test
    void everyShiftAndBothSidesOccurAndNothingElse() {
        Set<String> possible = new HashSet<>();
        for (int down = -1; down <= 1; down++) {
            for (int right = -1; right <= 1; right++) {
                for (boolean mirrored : new boolean[] {false, true}) {
                    possible.add(key(moved(down, right, mirrored)));
                }
            }
        }
        Variation variation = new Variation(1, true, 0, 0, 0);
        Set<String> found = new HashSet<>();
        for (int row = 0; row < 400; row++) {
            found.add(key(lane(varied(variation, 3, 0, row), 0)));
        }
        assertThat(found).hasSize(18).isEqualTo(possible);
    }

    @Test
    void lightStaysWithinItsBounds() {
        double least = 2;
        double most = 0;
        for (int row = 0; row < 300; row++) {
            float[] image = lane(varied(new Variation(0, false, 0.2, 0, 0), 3, 0, row), 0);
            double factor = image[10] / image()[10];
            for (int i = 0; i < image.length; i++) {
                assertThat(image[i]).isCloseTo((float) Math.min(1, factor * image()[i]), within(1e-6f));
            }
            least = Math.min(least, factor);
            most = Math.max(most, factor);
        }
        assertThat(least).isBetween(0.8, 0.81);
        assertThat(most).isBetween(1.19, 1.2);
    }

    /** Both keep what they turn about: the image's mean grey, and each pixel's own. */
    @Test
    void contrastKeepsTheMeanAndSaturationEachGrey() {
        float[] dim = image();
        for (int i = 0; i < dim.length; i++) {
            dim[i] = 0.3f + 0.4f * dim[i];
        }
        float[] contrast = dim.clone();
        new ImageAugmentation(SHAPE, new Variation(0, false, 0, 0.5, 0), 3).apply(contrast, 1, 1, 0, lane -> 5);
        assertThat(contrast).isNotEqualTo(dim);
        double before =
                IntStream.range(0, SHAPE.area()).mapToDouble(p -> grey(dim, p)).sum();
        double after = IntStream.range(0, SHAPE.area())
                .mapToDouble(p -> grey(contrast, p))
                .sum();
        assertThat(after).isCloseTo(before, within(1e-5));
        float[] saturation = dim.clone();
        new ImageAugmentation(SHAPE, new Variation(0, false, 0, 0, 0.5), 3).apply(saturation, 1, 1, 0, lane -> 5);
        assertThat(saturation).isNotEqualTo(dim);
        for (int pixel = 0; pixel < SHAPE.area(); pixel++) {
            assertThat(grey(saturation, pixel)).isCloseTo(grey(dim, pixel), within(1e-6));
        }
    }

    @Test
    void whatAnImageDoesNotAllow() {
        assertThatThrownBy(() -> new ImageAugmentation(SHAPE, new Variation(4, false, 0, 0, 0), 0))
                .hasMessageContaining("a padding below the sides of the images, which are 3×4×5, found 4");
        assertThatThrownBy(() -> new ImageAugmentation(new ImageShape(1, 4, 5), new Variation(0, false, 0, 0, 0.1), 0))
                .hasMessageContaining("without colours");
        assertThatThrownBy(() -> new Variation(0, false, 1.5, 0, 0)).hasMessageContaining("from 0 to 1, found 1.5");
    }

    private static double grey(float[] image, int pixel) {
        return 0.299 * image[pixel] + 0.587 * image[SHAPE.area() + pixel] + 0.114 * image[2 * SHAPE.area() + pixel];
    }

    private static float[] image() {
        float[] image = new float[SHAPE.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (i + 1f) / (image.length + 1);
        }
        return image;
    }

    private static float[] moved(int down, int right, boolean mirrored) {
        float[] moved = new float[SHAPE.size()];
        for (int i = 0; i < moved.length; i++) {
            int row = i % SHAPE.area() / SHAPE.width() + down;
            int at = i % SHAPE.width();
            int column = (mirrored ? SHAPE.width() - 1 - at : at) + right;
            if (row >= 0 && row < SHAPE.height() && column >= 0 && column < SHAPE.width()) {
                moved[i] = image()[i / SHAPE.area() * SHAPE.area() + row * SHAPE.width() + column];
            }
        }
        return moved;
    }

    /** A tile of which each lane holds the image, varied for these rows. */
    private static float[] varied(Variation variation, long seed, long epoch, int... rows) {
        float[] tile = new float[SHAPE.size() * LANES];
        for (int i = 0; i < tile.length; i++) {
            tile[i] = image()[i / LANES];
        }
        new ImageAugmentation(SHAPE, variation, seed).apply(tile, LANES, rows.length, epoch, lane -> rows[lane]);
        return tile;
    }

    private static float[] lane(float[] tile, int lane) {
        float[] image = new float[SHAPE.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = tile[i * LANES + lane];
        }
        return image;
    }

    private static String key(float[] image) {
        return Arrays.toString(image);
    }
}
