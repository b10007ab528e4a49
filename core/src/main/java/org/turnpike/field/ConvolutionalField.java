package org.turnpike.field;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.turnpike.data.image.ImageShape;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The field of DEEP's image classifiers (its §6.3, and the networks of its scripts): group normalisation, ReLU, 3×3
 * convolution, group normalisation, ReLU, 3×3 convolution, group normalisation; the state is an image, and keeps its shape.
 *
 * @param state shape of z
 * @param groups of every normalisation
 * @param inputs the time, which is one more channel of both convolutions, or nothing; not the data
 */
public record ConvolutionalField(ImageShape state, int groups, Set<FieldInput> inputs) implements FieldDesign {

    private static final List<String> CONVOLUTIONS = List.of("field.convolution0", "field.convolution1");
    private static final List<String> NORMALISATIONS =
            List.of("field.normalisation0", "field.normalisation1", "field.normalisation2");
    private static final int KERNEL = 3;

    public ConvolutionalField {
        inputs = MlpField.copy(inputs);
        if (inputs.contains(FieldInput.DATA)) {
            throw new IllegalArgumentException(
                    "A convolutional field sees the state and the time, and not the data: leave them out");
        }
        // refuses a number of groups that does not divide the channels
        new GroupNormalisation("field", groups, state);
    }

    @Override
    public Field field(int stateWidth, int dataWidth) {
        if (stateWidth != state.size()) {
            throw new IllegalArgumentException("A convolutional field over images of " + state + " needs a state of "
                    + state.size() + " numbers, found " + stateWidth);
        }
        ProgramBuilder builder = new ProgramBuilder();
        Value value = builder.input("z", stateWidth);
        for (int i = 0; i < CONVOLUTIONS.size(); i++) {
            Value rectified = Activation.RELU.apply(builder, normalisation(i).apply(builder, value));
            value = inputs.contains(FieldInput.TIME)
                    ? convolution(i).apply(builder, rectified, builder.input("t", 1))
                    : convolution(i).apply(builder, rectified);
        }
        value = normalisation(CONVOLUTIONS.size()).apply(builder, value);
        return new Field(builder.output("dz", value).build());
    }

    @Override
    public Map<String, Initialisation> initialisations(int stateWidth, int dataWidth) {
        Map<String, Initialisation> initialisations = new LinkedHashMap<>();
        for (int i = 0; i < CONVOLUTIONS.size(); i++) {
            initialisations.putAll(
                    inputs.contains(FieldInput.TIME)
                            ? convolution(i).initialisationsWithTime()
                            : convolution(i).initialisations());
        }
        for (int i = 0; i < NORMALISATIONS.size(); i++) {
            initialisations.putAll(normalisation(i).initialisations());
        }
        return initialisations;
    }

    private ConvolutionLayer convolution(int number) {
        return ConvolutionLayer.over(state, CONVOLUTIONS.get(number), state.channels(), KERNEL, 1, KERNEL / 2);
    }

    private GroupNormalisation normalisation(int number) {
        return new GroupNormalisation(NORMALISATIONS.get(number), groups, state);
    }
}
