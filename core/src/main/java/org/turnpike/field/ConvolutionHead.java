package org.turnpike.field;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.data.image.ImageShape;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * h_y of DEEP's image classifiers: group normalisation, ReLU, the mean of every channel, and an affine map.
 *
 * @param state shape of z
 */
public record ConvolutionHead(ImageShape state, int groups) implements Projection {

    public ConvolutionHead {
        new GroupNormalisation("head", groups, state);
    }

    @Override
    public Value apply(ProgramBuilder builder, String name, Value x, int outputs) {
        if (x.width() != state.size()) {
            throw new IllegalArgumentException("A convolutional head over images of " + state + " needs a state of "
                    + state.size() + " numbers, found " + x.width());
        }
        Value rectified = Activation.RELU.apply(builder, normalisation(name).apply(builder, x));
        Value means = builder.scale(1.0 / state.area(), builder.rowSum(rectified, state.channels()));
        return affine(name, outputs).apply(builder, means);
    }

    @Override
    public Map<String, Initialisation> initialisations(String name, int inputs, int outputs) {
        Map<String, Initialisation> initialisations = new LinkedHashMap<>();
        initialisations.putAll(normalisation(name).initialisations());
        initialisations.putAll(affine(name, outputs).initialisations());
        return initialisations;
    }

    private GroupNormalisation normalisation(String name) {
        return new GroupNormalisation(name + ".normalisation", groups, state);
    }

    private Mlp affine(String name, int outputs) {
        return Mlp.of(name, state.channels(), List.of(), outputs, Activation.IDENTITY);
    }
}
