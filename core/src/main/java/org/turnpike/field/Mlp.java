package org.turnpike.field;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * A multilayer perceptron: affine layers with an activation between them and none after the last.
 *
 * <p>Layer i has the parameters {@code NAME.layerI.weight} ({@code widths[i+1] × widths[i]}) and {@code NAME.layerI.bias}.
 *
 * @param name first part of its parameters' names
 * @param widths of the input, the hidden layers and the output: at least two
 */
public record Mlp(String name, List<Integer> widths, Activation activation) {

    public Mlp {
        widths = List.copyOf(widths);
        if (widths.size() < 2 || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("'" + name
                    + "' expected an input width, hidden widths and an output width of at least 1 each, found "
                    + widths);
        }
    }

    public static Mlp of(String name, int inputs, List<Integer> hidden, int outputs, Activation activation) {
        List<Integer> widths = new ArrayList<>();
        widths.add(inputs);
        widths.addAll(hidden);
        widths.add(outputs);
        return new Mlp(name, widths, activation);
    }

    public int layers() {
        return widths.size() - 1;
    }

    /** Writes the network's value at {@code x}: rows(first width) → rows(last width). */
    public Value apply(ProgramBuilder builder, Value x) {
        Value value = x;
        for (int layer = 0; layer < layers(); layer++) {
            value = layer(builder, layer, value);
            if (layer < layers() - 1) {
                value = activation.apply(builder, value);
            }
        }
        return value;
    }

    /** Writes one affine layer alone: rows(widths[layer]) → rows(widths[layer + 1]). */
    Value layer(ProgramBuilder builder, int layer, Value x) {
        Value weight = builder.parameter(weightName(layer), widths.get(layer + 1), widths.get(layer));
        Value bias = builder.parameter(biasName(layer), widths.get(layer + 1));
        return builder.affine(weight, bias, x);
    }

    /** Names of the parameters of one layer. */
    List<String> names(int layer) {
        return List.of(weightName(layer), biasName(layer));
    }

    /** How each parameter starts. */
    public Map<String, Initialisation> initialisations() {
        Map<String, Initialisation> initialisations = new LinkedHashMap<>();
        for (int layer = 0; layer < layers(); layer++) {
            Initialisation initialisation = Initialisation.Uniform.fanIn(widths.get(layer));
            names(layer).forEach(name -> initialisations.put(name, initialisation));
        }
        return initialisations;
    }

    private String weightName(int layer) {
        return name + ".layer" + layer + ".weight";
    }

    private String biasName(int layer) {
        return name + ".layer" + layer + ".bias";
    }
}
