package org.turnpike.field;

import java.util.List;
import java.util.Map;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * A layer whose weights are functions of time, which a second network learns: {@code ż = 1/m Σ_i σ(g_i) u_i h(w_iᵀ z + b_i)} with
 * {@code (w, u, g, b) = MLP(t)} (Chen et al. 2018, "Neural ordinary differential equations", §4; the gates σ(g) are those of
 * their published example, which DEEP §4.2 builds on).
 *
 * @param width m, units of the layer
 * @param hidden widths of the hidden layers of MLP, which has tanh between them
 * @param activation h
 */
public record HyperNetworkField(int width, List<Integer> hidden, Activation activation) implements FieldDesign {

    private static final String NAME = "field.hyper";

    public HyperNetworkField {
        hidden = List.copyOf(hidden);
        if (width < 1) {
            throw new IllegalArgumentException(
                    "The layer of a hyper-network field needs at least 1 unit, found " + width);
        }
    }

    @Override
    public Field field(int stateWidth, int dataWidth) {
        ProgramBuilder p = new ProgramBuilder();
        Value z = p.input("z", stateWidth);
        Value weights = network(stateWidth).apply(p, p.input("t", 1));
        Value sum = part(p, weights, 3 * stateWidth);
        for (int i = 0; i < stateWidth; i++) {
            sum = p.add(sum, p.multiply(p.broadcast(p.slice(z, i, 1), width), part(p, weights, i)));
        }
        Value units = activation.apply(p, sum);
        Value[] velocity = new Value[stateWidth];
        for (int i = 0; i < stateWidth; i++) {
            Value gate = p.sigmoid(part(p, weights, 2 * stateWidth + i));
            Value outward = p.multiply(part(p, weights, stateWidth + i), gate);
            velocity[i] = p.scale(1.0 / width, p.dot(units, outward));
        }
        return new Field(p.output("dz", p.concatenate(velocity)).build());
    }

    @Override
    public Map<String, Initialisation> initialisations(int stateWidth, int dataWidth) {
        return network(stateWidth).initialisations();
    }

    /** The weights of one kind: w of each number of the state, then u, then g, then b. */
    private Value part(ProgramBuilder p, Value weights, int number) {
        return p.slice(weights, number * width, width);
    }

    private Mlp network(int stateWidth) {
        return Mlp.of(NAME, 1, hidden, width * (3 * stateWidth + 1), Activation.TANH);
    }
}
