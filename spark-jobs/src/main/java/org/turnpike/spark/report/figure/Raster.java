package org.turnpike.spark.report.figure;

import java.util.Base64;

/** Pictures of a plane as bytes: a tenth of what they take as JSON numbers. */
final class Raster {

    private Raster() {}

    /**
     * Probabilities of all classes but the last, which is what remains to 1: class by class, pixel by pixel, 255 for 1.
     *
     * @param probabilities {@code [pixel][class]}
     */
    static String ofProbabilities(double[][] probabilities) {
        int pixels = probabilities.length;
        int classes = probabilities[0].length;
        byte[] bytes = new byte[pixels * (classes - 1)];
        for (int k = 0; k < classes - 1; k++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                bytes[k * pixels + pixel] = level(probabilities[pixel][k]);
            }
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** One number a pixel, from {@code low} at 0 to {@code high} at 255. */
    static String ofValues(double[][] values, double low, double high) {
        byte[] bytes = new byte[values.length];
        for (int pixel = 0; pixel < bytes.length; pixel++) {
            bytes[pixel] = level((values[pixel][0] - low) / (high - low));
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** What is not a number is drawn as 0. */
    private static byte level(double share) {
        return (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
    }
}
