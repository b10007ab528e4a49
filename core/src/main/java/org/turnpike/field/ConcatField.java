package org.turnpike.field;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * A perceptron every layer of which sees the time beside what the layer before gives: {@code W_i x + b_i + w_i t} (Grathwohl
 * et al. 2019, "FFJORD", their layer "concat").
 *
 * <p>That is an affine layer of (x, t) with its last column as the parameter {@code NAME.layerI.time}, so that no layer copies
 * its input to put a number below it.
 *
 * @param hidden widths of the hidden layers; none for a field that is affine in (z, t)
 */
public record ConcatField(List<Integer> hidden, Activation activation) implements FieldDesign {

    private static final String NAME = "field";

    public ConcatField {
        hidden = List.copyOf(hidden);
    }

    @Override
    public Field field(int stateWidth, int dataWidth) {
        ProgramBuilder p = new ProgramBuilder();
        Mlp network = network(stateWidth);
        Value t = p.input("t", 1);
        Value value = p.input("z", stateWidth);
        for (int layer = 0; layer < network.layers(); layer++) {
            int width = network.widths().get(layer + 1);
            Value drift = p.multiply(p.spread(p.parameter(timeName(layer), width)), p.broadcast(t, width));
            value = p.add(network.layer(p, layer, value), drift);
            if (layer < network.layers() - 1) {
                value = activation.apply(p, value);
            }
        }
        return new Field(p.output("dz", value).build());
    }

    @Override
    public Map<String, Initialisation> initialisations(int stateWidth, int dataWidth) {
        Mlp network = network(stateWidth);
        Map<String, Initialisation> initialisations = new LinkedHashMap<>();
        for (int layer = 0; layer < network.layers(); layer++) {
            Initialisation.Uniform uniform =
                    Initialisation.Uniform.fanIn(network.widths().get(layer) + 1);
            network.names(layer).forEach(name -> initialisations.put(name, uniform));
            initialisations.put(timeName(layer), uniform);
        }
        return initialisations;
    }

    private Mlp network(int stateWidth) {
        return Mlp.of(NAME, stateWidth, hidden, stateWidth, activation);
    }

    private static String timeName(int layer) {
        return NAME + ".layer" + layer + ".time";
    }
}
