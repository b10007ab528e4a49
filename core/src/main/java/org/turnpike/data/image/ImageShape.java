package org.turnpike.data.image;

import java.io.Serializable;
import java.util.Optional;

/**
 * What the numbers of an image are: {@code channels} planes of {@code height} rows, one plane after another and one row
 * after another.
 */
public record ImageShape(int channels, int height, int width) implements Serializable {

    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("An image needs at least one channel, row and column, found " + channels
                    + " × " + height + " × " + width);
        }
        if ((double) channels * height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("An image has at most " + Integer.MAX_VALUE + " numbers, found "
                    + channels + " × " + height + " × " + width);
        }
    }

    /** A square image of one channel, or else of three, that has {@code size} numbers. */
    public static Optional<ImageShape> square(int size) {
        for (int channels : new int[] {1, 3}) {
            int side = (int) Math.round(Math.sqrt(size / (double) channels));
            if (side * side * channels == size) {
                return Optional.of(new ImageShape(channels, side, side));
            }
        }
        return Optional.empty();
    }

    /** Numbers of the image. */
    public int size() {
        return channels * height * width;
    }

    /** Pixels of one channel. */
    public int area() {
        return height * width;
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}
