package org.turnpike.execution.reference;

import java.util.Arrays;
import org.turnpike.program.Window;

/** Convolutions and average pooling, their transposes and the sum over the batch, number by number. */
final class WindowEvaluation {

    private final Window window;
    private final int tileRows;

    WindowEvaluation(Window window, int tileRows) {
        this.window = window;
        this.tileRows = tileRows;
    }

    void convolution(double[] kernels, double[] image, double[] result) {
        Arrays.fill(result, 0);
        convolve(kernels.length, (weight, number, pixel) -> {
            for (int sample = 0; sample < tileRows; sample++) {
                result[number * tileRows + sample] += kernels[weight] * image[pixel * tileRows + sample];
            }
        });
    }

    void convolutionTransposed(double[] kernels, double[] result, double[] image) {
        Arrays.fill(image, 0);
        convolve(kernels.length, (weight, number, pixel) -> {
            for (int sample = 0; sample < tileRows; sample++) {
                image[pixel * tileRows + sample] += kernels[weight] * result[number * tileRows + sample];
            }
        });
    }

    void convolutionSum(double[] result, double[] image, double[] kernels) {
        Arrays.fill(kernels, 0);
        convolve(kernels.length, (weight, number, pixel) -> {
            for (int sample = 0; sample < tileRows; sample++) {
                kernels[weight] += result[number * tileRows + sample] * image[pixel * tileRows + sample];
            }
        });
    }

    void averagePool(double[] image, double[] means) {
        Arrays.fill(means, 0);
        pool((mean, pixel) -> {
            for (int sample = 0; sample < tileRows; sample++) {
                means[mean * tileRows + sample] += image[pixel * tileRows + sample] / window.taps();
            }
        });
    }

    void averagePoolTransposed(double[] means, double[] image) {
        Arrays.fill(image, 0);
        pool((mean, pixel) -> {
            for (int sample = 0; sample < tileRows; sample++) {
                image[pixel * tileRows + sample] += means[mean * tileRows + sample] / window.taps();
            }
        });
    }

    /** One product of a convolution: which weight, which number of the result, which number of the image. */
    private interface Product {
        void visit(int weight, int number, int pixel);
    }

    private void convolve(int weights, Product product) {
        int kernels = weights / window.fanIn();
        int area = window.height() * window.width();
        for (int kernel = 0; kernel < kernels; kernel++) {
            for (int channel = 0; channel < window.channels(); channel++) {
                int firstWeight = kernel * window.fanIn() + channel * window.taps();
                int firstNumber = kernel * window.positions();
                int firstPixel = channel * area;
                window.pairs((position, tap, pixel) ->
                        product.visit(firstWeight + tap, firstNumber + position, firstPixel + pixel));
            }
        }
    }

    /** One term of a mean. */
    private interface Term {
        void visit(int mean, int pixel);
    }

    private void pool(Term term) {
        int area = window.height() * window.width();
        for (int channel = 0; channel < window.channels(); channel++) {
            int firstMean = channel * window.positions();
            int firstPixel = channel * area;
            window.pairs((position, tap, pixel) -> term.visit(firstMean + position, firstPixel + pixel));
        }
    }
}
