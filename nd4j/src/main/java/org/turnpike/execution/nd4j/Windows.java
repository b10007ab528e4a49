package org.turnpike.execution.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.turnpike.program.Window;

/**
 * Convolutions and average pooling. Images lie channel by channel (NCHW), kernels as programs have them: result channel, channel,
 * row, column.
 *
 * <p>oneDNN computes both gradients of a convolution in one operation. One alone is computed with it too where it must be, since
 * ND4J's operation for the image's gradient alone takes ten times as long (20 ms beside 1.9 ms); where strides leave no rest it is
 * a transposed convolution.
 */
final class Windows {

    private static final long CHANNELS_FIRST = 0;
    private static final long KERNELS_FIRST = 1;
    private static final long EXPLICIT_PADDING = 0;
    private static final long COUNT_PADDING = 1;

    private final Emitter to;
    private final int samples;

    Windows(Emitter to, int samples) {
        this.to = to;
        this.samples = samples;
    }

    Form convolution(Window window, int kernels, Form weights, Form image) {
        int width = kernels * window.positions();
        Form result = to.take(samples, width, width);
        to.emit(to.operations()
                .custom(
                        "conv2d",
                        new INDArray[] {image(window, image), weights(window, kernels, weights)},
                        new INDArray[] {result(window, kernels, result)},
                        geometry(window)));
        return result;
    }

    /** Cotangents of image and kernels. */
    record Gradients(Form image, Form weights) {}

    Gradients gradients(Window window, int kernels, Form weights, Form cotangent, Form image) {
        Form ofImage = to.take(samples, window.imageSize(), window.imageSize());
        int size = kernels * window.fanIn();
        Form ofWeights = to.take(1, size, size);
        to.emit(to.operations()
                .custom(
                        "conv2d_bp",
                        new INDArray[] {
                            image(window, image), weights(window, kernels, weights), result(window, kernels, cotangent)
                        },
                        new INDArray[] {image(window, ofImage), weights(window, kernels, ofWeights)},
                        geometry(window)));
        return new Gradients(ofImage, ofWeights);
    }

    Form transposed(Window window, int kernels, Form weights, Form cotangent) {
        if (leavesNoRest(window)) {
            Form image = to.take(samples, window.imageSize(), window.imageSize());
            to.emit(to.operations()
                    .custom(
                            "deconv2d",
                            new INDArray[] {result(window, kernels, cotangent), weights(window, kernels, weights)},
                            new INDArray[] {image(window, image)},
                            geometry(window)));
            return image;
        }
        Form unused = to.take(samples, window.imageSize(), window.imageSize());
        Gradients both = gradients(window, kernels, weights, cotangent, unused);
        to.release(unused);
        to.release(both.weights());
        return both.image();
    }

    Form weightSum(Window window, int kernels, Form cotangent, Form image) {
        int size = kernels * window.fanIn();
        Form unused = to.take(1, size, size);
        Gradients both = gradients(window, kernels, unused, cotangent, image);
        to.release(unused);
        to.release(both.image());
        return both.weights();
    }

    Form pool(Window window, Form image) {
        int width = window.channels() * window.positions();
        Form means = to.take(samples, width, width);
        to.emit(to.operations()
                .custom(
                        "avgpool2d",
                        new INDArray[] {image(window, image)},
                        new INDArray[] {result(window, window.channels(), means)},
                        poolGeometry(window)));
        return means;
    }

    Form poolTransposed(Window window, Form means) {
        Form image = to.take(samples, window.imageSize(), window.imageSize());
        Form unused = to.take(samples, window.imageSize(), window.imageSize());
        to.emit(to.operations()
                .custom(
                        "avgpool2d_bp",
                        new INDArray[] {image(window, unused), result(window, window.channels(), means)},
                        new INDArray[] {image(window, image)},
                        poolGeometry(window)));
        to.release(unused);
        return image;
    }

    private static boolean leavesNoRest(Window window) {
        return (window.outputHeight() - 1) * window.stride() + window.kernelHeight() - 2 * window.padding()
                        == window.height()
                && (window.outputWidth() - 1) * window.stride() + window.kernelWidth() - 2 * window.padding()
                        == window.width();
    }

    private INDArray image(Window window, Form image) {
        return image.as(samples, window.channels(), window.height(), window.width());
    }

    private INDArray result(Window window, int channels, Form result) {
        return result.as(samples, channels, window.outputHeight(), window.outputWidth());
    }

    private static INDArray weights(Window window, int kernels, Form weights) {
        return weights.as(kernels, window.channels(), window.kernelHeight(), window.kernelWidth());
    }

    private static long[] geometry(Window window) {
        return geometry(window, CHANNELS_FIRST, KERNELS_FIRST);
    }

    private static long[] poolGeometry(Window window) {
        return geometry(window, COUNT_PADDING, CHANNELS_FIRST);
    }

    /** With the two arguments in which convolution and pooling differ. */
    private static long[] geometry(Window window, long last, long veryLast) {
        return new long[] {
            window.kernelHeight(),
            window.kernelWidth(),
            window.stride(),
            window.stride(),
            window.padding(),
            window.padding(),
            1,
            1,
            EXPLICIT_PADDING,
            last,
            veryLast
        };
    }
}
