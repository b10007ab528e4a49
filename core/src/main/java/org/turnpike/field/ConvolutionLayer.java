package org.turnpike.field;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turnpike.data.image.ImageShape;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.program.Window;

/**
 * A convolution with bias, and where it is asked for with the time as one more channel.
 *
 * <p>Parameters: {@code NAME.weight} (channels × fan-in), {@code NAME.bias}, and {@code NAME.time} (channels × taps), the
 * kernels of the time's channel. Kept apart from the others it is the same map as over one image with a channel more, and
 * spares every back-end an image of a channel count that fills no vector.
 */
record ConvolutionLayer(String name, int channels, Window window) {

    ConvolutionLayer {
        if (channels < 1) {
            throw new IllegalArgumentException("A convolution needs at least one channel, found " + channels);
        }
    }

    /** With a square kernel. */
    static ConvolutionLayer over(ImageShape image, String name, int channels, int kernel, int stride, int padding) {
        return new ConvolutionLayer(
                name,
                channels,
                new Window(image.channels(), image.height(), image.width(), kernel, kernel, stride, padding));
    }

    /** The image that it makes. */
    ImageShape result() {
        return new ImageShape(channels, window.outputHeight(), window.outputWidth());
    }

    Value apply(ProgramBuilder builder, Value image) {
        Value kernels = builder.parameter(name + ".weight", channels, window.fanIn());
        Value convolved = builder.convolution(window, kernels, image);
        Value bias = builder.spread(builder.parameter(name + ".bias", channels));
        return builder.add(convolved, builder.broadcast(bias, convolved.width()));
    }

    /** @param time rows(1), the same for every pixel */
    Value apply(ProgramBuilder builder, Value image, Value time) {
        Window plane = plane();
        Value kernels = builder.parameter(name + ".time", channels, plane.fanIn());
        Value ofTime = builder.convolution(plane, kernels, builder.broadcast(time, plane.imageSize()));
        return builder.add(apply(builder, image), ofTime);
    }

    Map<String, Initialisation> initialisations() {
        return initialisations(Initialisation.Uniform.fanIn(window.fanIn()));
    }

    Map<String, Initialisation> initialisationsWithTime() {
        Initialisation all = Initialisation.Uniform.fanIn(window.fanIn() + window.taps());
        Map<String, Initialisation> initialisations = initialisations(all);
        initialisations.put(name + ".time", all);
        return initialisations;
    }

    private Map<String, Initialisation> initialisations(Initialisation each) {
        Map<String, Initialisation> initialisations = new LinkedHashMap<>();
        initialisations.put(name + ".weight", each);
        initialisations.put(name + ".bias", each);
        return initialisations;
    }

    private Window plane() {
        return new Window(
                1,
                window.height(),
                window.width(),
                window.kernelHeight(),
                window.kernelWidth(),
                window.stride(),
                window.padding());
    }
}
