package org.turnpike.data.image;

import java.util.Arrays;

/**
 * A decoded image, eight bits a number. Immutable.
 *
 * @param pixels from 0 to 255 as bytes without a sign, in the order that {@link ImageShape} says; not copied
 */
public record Image(ImageShape shape, byte[] pixels) {
    private static final float WHITE = 255;

    public Image {
        if (pixels.length != shape.size()) {
            throw new IllegalArgumentException("expected " + shape.size() + " pixels, found " + pixels.length);
        }
    }

    /** A pixel as rows hold it, from 0 to 1. */
    public static float number(byte pixel) {
        return Byte.toUnsignedInt(pixel) / WHITE;
    }

    /** A new array of the pixels from 0 to 1. */
    public float[] numbers() {
        float[] numbers = new float[pixels.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(pixels[i]);
        }
        return numbers;
    }

    /** The same image with one channel, by the luma of ITU-R BT.601, or with three alike. */
    public Image withChannels(int channels) {
        if (channels == shape.channels()) {
            return this;
        }
        int area = shape.area();
        byte[] changed = new byte[channels * area];
        for (int pixel = 0; pixel < area; pixel++) {
            if (channels == 1) {
                changed[pixel] =
                        (byte) ((299 * at(pixel) + 587 * at(area + pixel) + 114 * at(2 * area + pixel) + 500) / 1000);
            } else {
                for (int channel = 0; channel < channels; channel++) {
                    changed[channel * area + pixel] = pixels[pixel];
                }
            }
        }
        return new Image(new ImageShape(channels, shape.height(), shape.width()), changed);
    }

    /** The same image scaled to another size: each new pixel is the mean over the area that it covers of the old ones. */
    public Image resized(int height, int width) {
        if (height == shape.height() && width == shape.width()) {
            return this;
        }
        byte[] resized = new byte[shape.channels() * height * width];
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    double mean = mean(
                            channel,
                            (double) row * shape.height() / height,
                            (row + 1.0) * shape.height() / height,
                            (double) column * shape.width() / width,
                            (column + 1.0) * shape.width() / width);
                    resized[(channel * height + row) * width + column] = (byte) Math.round(mean);
                }
            }
        }
        return new Image(new ImageShape(shape.channels(), height, width), resized);
    }

    private double mean(int channel, double top, double bottom, double left, double right) {
        double sum = 0;
        int lastRow = Math.min(shape.height() - 1, (int) Math.ceil(bottom) - 1);
        int lastColumn = Math.min(shape.width() - 1, (int) Math.ceil(right) - 1);
        for (int row = (int) top; row <= lastRow; row++) {
            double high = Math.min(bottom, row + 1.0) - Math.max(top, row);
            for (int column = (int) left; column <= lastColumn; column++) {
                double wide = Math.min(right, column + 1.0) - Math.max(left, column);
                sum += high * wide * at((channel * shape.height() + row) * shape.width() + column);
            }
        }
        return sum / ((bottom - top) * (right - left));
    }

    private int at(int number) {
        return Byte.toUnsignedInt(pixels[number]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image image && image.shape.equals(shape) && Arrays.equals(image.pixels, pixels);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "Image[" + shape + "]";
    }
}
