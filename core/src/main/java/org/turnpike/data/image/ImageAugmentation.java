package org.turnpike.data.image;

import java.util.function.IntToLongFunction;
import org.turnpike.data.KeyedRandom;

/**
 * Varies images while they are learned from, so that a model sees another version of each in every epoch: shifted, mirrored,
 * and in other light. Pixels are from 0 to 1.
 *
 * <p>How a row is varied is a function of (seed, epoch, row), the row's number among all rows: the same bits on any number of
 * workers and threads, and after a run is resumed. Safe for use by several threads.
 */
public final class ImageAugmentation {
    /** Luma of ITU-R BT.601: what an image's grey is. */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private final ImageShape shape;
    private final Variation variation;
    private final long seed;

    /**
     * By how much images are varied.
     *
     * @param cropPadding pixels of black laid around an image before a window of its own size is cut out at random; 0 for none
     * @param flip whether one image in two is mirrored, left to right
     * @param brightness each pixel is multiplied by a factor from 1 − this to 1 + this; in [0, 1], as the following
     * @param contrast likewise each pixel's distance from the image's mean grey
     * @param saturation likewise each pixel's distance from its own grey
     */
    public record Variation(int cropPadding, boolean flip, double brightness, double contrast, double saturation) {
        public Variation {
            if (cropPadding < 0) {
                throw new IllegalArgumentException("expected a padding of at least 0, found " + cropPadding);
            }
            for (double factor : new double[] {brightness, contrast, saturation}) {
                if (!(factor >= 0 && factor <= 1)) {
                    throw new IllegalArgumentException("expected a factor from 0 to 1, found " + factor);
                }
            }
        }

        /** Whether images are changed at all. */
        public boolean isAny() {
            return cropPadding > 0 || flip || isOfLight();
        }

        private boolean isOfLight() {
            return brightness > 0 || contrast > 0 || saturation > 0;
        }
    }

    /** @throws IllegalArgumentException where a shift could leave nothing of an image, or grey is to be more or less saturated */
    public ImageAugmentation(ImageShape shape, Variation variation, long seed) {
        if (variation.cropPadding() >= Math.min(shape.height(), shape.width())) {
            throw new IllegalArgumentException("expected a padding below the sides of the images, which are " + shape
                    + ", found " + variation.cropPadding());
        }
        if (variation.saturation() > 0 && shape.channels() != LUMA.length) {
            throw new IllegalArgumentException("expected a saturation of 0 for images without colours, which are "
                    + shape + ", found " + variation.saturation());
        }
        this.shape = shape;
        this.variation = variation;
        this.seed = seed;
    }

    /**
     * Varies the images of a tile in place.
     *
     * @param tile {@code [numbers of an image][tileRows]}
     * @param count of its rows; lanes after them stay as they are
     * @param row number, among all rows, of the row in a lane
     */
    public void apply(float[] tile, int tileRows, int count, long epoch, IntToLongFunction row) {
        float[] image = new float[shape.size()];
        float[] varied = new float[shape.size()];
        for (int lane = 0; lane < count; lane++) {
            for (int number = 0; number < image.length; number++) {
                image[number] = tile[number * tileRows + lane];
            }
            vary(image, varied, new KeyedRandom("image augmentation", seed, epoch, row.applyAsLong(lane)));
            for (int number = 0; number < image.length; number++) {
                tile[number * tileRows + lane] = varied[number];
            }
        }
    }

    private void vary(float[] image, float[] varied, KeyedRandom random) {
        int window = 2 * variation.cropPadding() + 1;
        int down = random.nextInt(window) - variation.cropPadding();
        int right = random.nextInt(window) - variation.cropPadding();
        boolean mirrored = variation.flip() && random.nextInt(2) == 1;
        move(image, varied, down, right, mirrored);
        if (variation.isOfLight()) {
            double bright = factor(variation.brightness(), random);
            double contrast = factor(variation.contrast(), random);
            double saturation = factor(variation.saturation(), random);
            light(varied, bright, contrast, saturation);
        }
    }

    private static double factor(double width, KeyedRandom random) {
        return 1 + width * (2 * random.nextUniform() - 1);
    }

    private void move(float[] image, float[] moved, int down, int right, boolean mirrored) {
        int height = shape.height();
        int width = shape.width();
        int place = 0;
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int row = 0; row < height; row++) {
                int from = row + down;
                for (int column = 0; column < width; column++) {
                    int at = (mirrored ? width - 1 - column : column) + right;
                    boolean inside = from >= 0 && from < height && at >= 0 && at < width;
                    moved[place++] = inside ? image[(channel * height + from) * width + at] : 0;
                }
            }
        }
    }

    private void light(float[] image, double bright, double contrast, double saturation) {
        for (int i = 0; i < image.length; i++) {
            image[i] = clipped(bright * image[i]);
        }
        if (variation.contrast() > 0) {
            double mean = 0;
            for (int pixel = 0; pixel < shape.area(); pixel++) {
                mean += grey(image, pixel);
            }
            mean /= shape.area();
            for (int i = 0; i < image.length; i++) {
                image[i] = clipped(mean + contrast * (image[i] - mean));
            }
        }
        if (variation.saturation() > 0) {
            for (int pixel = 0; pixel < shape.area(); pixel++) {
                double grey = grey(image, pixel);
                for (int place = pixel; place < image.length; place += shape.area()) {
                    image[place] = clipped(grey + saturation * (image[place] - grey));
                }
            }
        }
    }

    private double grey(float[] image, int pixel) {
        if (shape.channels() != LUMA.length) {
            return image[pixel];
        }
        double grey = 0;
        for (int channel = 0; channel < LUMA.length; channel++) {
            grey += LUMA[channel] * image[channel * shape.area() + pixel];
        }
        return grey;
    }

    private static float clipped(double value) {
        return (float) Math.min(1, Math.max(0, value));
    }
}
