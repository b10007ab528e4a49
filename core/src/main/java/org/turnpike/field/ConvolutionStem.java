package org.turnpike.field;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.data.image.ImageShape;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * h_x of DEEP's image classifiers: a 3×3 convolution and two 4×4 ones of stride 2 and padding 1, with group normalisation
 * and ReLU between them. An image of 28 × 28 becomes a state of 6 × 6, one of 32 × 32 a state of 7 × 7.
 *
 * @param image shape of x
 * @param channels of every layer and of the state
 * @param groups of every normalisation
 */
public record ConvolutionStem(ImageShape image, int channels, int groups) implements Projection {

    private static final int LAYERS = 3;

    /** @throws IllegalArgumentException where the image is too small, or the groups do not divide the channels */
    public ConvolutionStem {
        layers("stem", image, channels).forEach(layer -> new GroupNormalisation("stem", groups, layer.result()));
    }

    /** Shape of the state that it makes. */
    public ImageShape state() {
        return layers("stem", image, channels).get(LAYERS - 1).result();
    }

    @Override
    public Value apply(ProgramBuilder builder, String name, Value x, int outputs) {
        requireWidths(x.width(), outputs);
        List<ConvolutionLayer> layers = layers(name, image, channels);
        Value value = layers.get(0).apply(builder, x);
        for (int i = 1; i < LAYERS; i++) {
            Value normal = normalisation(name, layers, i).apply(builder, value);
            value = layers.get(i).apply(builder, Activation.RELU.apply(builder, normal));
        }
        return value;
    }

    @Override
    public Map<String, Initialisation> initialisations(String name, int inputs, int outputs) {
        Map<String, Initialisation> initialisations = new LinkedHashMap<>();
        List<ConvolutionLayer> layers = layers(name, image, channels);
        for (int i = 0; i < LAYERS; i++) {
            initialisations.putAll(layers.get(i).initialisations());
            if (i > 0) {
                initialisations.putAll(normalisation(name, layers, i).initialisations());
            }
        }
        return initialisations;
    }

    private void requireWidths(int inputs, int outputs) {
        if (inputs != image.size()) {
            throw new IllegalArgumentException("A convolutional stem over images of " + image + " needs " + image.size()
                    + " numbers, found " + inputs);
        }
        if (outputs != state().size()) {
            throw new IllegalArgumentException("A convolutional stem over images of " + image + " makes a state of "
                    + state() + ", which is " + state().size() + " numbers, found " + outputs);
        }
    }

    /** The one before layer {@code number}. */
    private GroupNormalisation normalisation(String name, List<ConvolutionLayer> layers, int number) {
        ImageShape before = layers.get(number - 1).result();
        return new GroupNormalisation(name + ".normalisation" + (number - 1), groups, before);
    }

    private static List<ConvolutionLayer> layers(String name, ImageShape image, int channels) {
        List<ConvolutionLayer> layers = new ArrayList<>();
        ImageShape shape = image;
        for (int i = 0; i < LAYERS; i++) {
            String layer = name + ".convolution" + i;
            layers.add(
                    i == 0
                            ? ConvolutionLayer.over(shape, layer, channels, 3, 1, 0)
                            : ConvolutionLayer.over(shape, layer, channels, 4, 2, 1));
            shape = layers.get(i).result();
        }
        return layers;
    }
}
