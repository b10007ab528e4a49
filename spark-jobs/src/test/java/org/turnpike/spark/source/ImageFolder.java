package org.turnpike.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Draws small images: noise, but for the first red, which is the seed. */
public final class ImageFolder {
    private ImageFolder() {}

    /** @param seed from 0 to 255 */
    public static void write(Path file, int height, int width, int seed) throws IOException {
        float[] numbers = numbers(height, width, seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int area = height * width;
        for (int pixel = 0; pixel < area; pixel++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                rgb = rgb << 8 | Math.round(255 * numbers[channel * area + pixel]);
            }
            image.setRGB(pixel % width, pixel / width, rgb);
        }
        write(file, image);
    }

    public static void writeGrey(Path file, int height, int width) throws IOException {
        write(file, new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY));
    }

    /** The pixels of an image by planes, from 0 to 1. */
    public static float[] numbers(int height, int width, int seed) {
        Random random = new Random(seed);
        float[] numbers = new float[3 * height * width];
        numbers[0] = seed / 255f;
        for (int i = 1; i < numbers.length; i++) {
            numbers[i] = random.nextInt(256) / 255f;
        }
        return numbers;
    }

    /** What an image was drawn by whose first number this is. */
    public static int seed(float first) {
        return Math.round(255 * first);
    }

    private static void write(Path file, BufferedImage image) throws IOException {
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    }
}
