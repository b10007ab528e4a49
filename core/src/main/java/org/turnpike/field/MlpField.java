package org.turnpike.field;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The vanilla field {@code ż = MLP(z)}, or of (z, t), (z, u) or (z, t, u), which its first layer sees one below the other.
 *
 * @param hidden widths of the hidden layers; none for an affine field
 * @param inputs what it sees besides the state
 */
public record MlpField(
        List<Integer> hidden, Activation activation, Set<FieldInput> inputs, Optional<SpeedLimit> speedLimit)
        implements FieldDesign {

    private static final String NAME = "field";

    public MlpField {
        hidden = List.copyOf(hidden);
        inputs = copy(inputs);
    }

    @Override
    public Field field(int stateWidth, int dataWidth) {
        ProgramBuilder builder = new ProgramBuilder();
        List<Value> parts = new ArrayList<>();
        parts.add(builder.input("z", stateWidth));
        if (inputs.contains(FieldInput.TIME)) {
            parts.add(builder.input("t", 1));
        }
        if (inputs.contains(FieldInput.DATA)) {
            parts.add(builder.input("u", dataWidth));
        }
        Value network = mlp(stateWidth, dataWidth).apply(builder, builder.concatenate(parts.toArray(Value[]::new)));
        Value bounded = speedLimit.map(limit -> limit.apply(builder, network)).orElse(network);
        return new Field(builder.output("dz", bounded).build());
    }

    @Override
    public Map<String, Initialisation> initialisations(int stateWidth, int dataWidth) {
        return mlp(stateWidth, dataWidth).initialisations();
    }

    private Mlp mlp(int stateWidth, int dataWidth) {
        int seen = stateWidth
                + (inputs.contains(FieldInput.TIME) ? 1 : 0)
                + (inputs.contains(FieldInput.DATA) ? dataWidth : 0);
        return Mlp.of(NAME, seen, hidden, stateWidth, activation);
    }

    /** In the order of the enumeration, whatever set came in. */
    static Set<FieldInput> copy(Set<FieldInput> inputs) {
        EnumSet<FieldInput> copy = EnumSet.noneOf(FieldInput.class);
        copy.addAll(inputs);
        return Collections.unmodifiableSet(copy);
    }
}
