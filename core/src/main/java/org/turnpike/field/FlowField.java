package org.turnpike.field;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The field of a continuous normalising flow (Chen et al. 2018, Theorem 1; DEEP Eq. 5): a field f, and below it {@code ȧ = tr
 * ∂f/∂z}, so that {@code log p(x) = log p(z(t_f)) + a(t_f)} where x is what the solution starts from, with a = 0.
 *
 * <p>The trace is a sum of as many Jacobian–vector products as z has numbers, or along one random direction an estimate of it
 * ({@link RandomDirection}).
 *
 * @param motion f, of one number less than this field has
 * @param direction along which the trace is estimated; empty for the trace itself
 */
public record FlowField(FieldDesign motion, Optional<RandomDirection> direction) implements FieldDesign {

    public FlowField {
        if (motion instanceof FlowField) {
            throw new IllegalArgumentException(
                    "A flow's field moves data, and cannot itself be a flow's with its density");
        }
    }

    @Override
    public Field field(int stateWidth, int dataWidth) {
        int width = stateWidth - 1;
        Field moved = motion.field(width, dataWidth);
        if (moved.controlWidth() > 0) {
            throw new IllegalArgumentException(
                    "The field of a normalising flow must not see the data u: then what it does"
                            + " is no change of variables. Leave the data out of the field.");
        }
        Program velocity = moved.program().select("dz");
        ProgramBuilder p = new ProgramBuilder();
        Value z = p.slice(p.input("z", stateWidth), 0, width);
        Value derivative = p.inline(velocity, Map.of("z", z)).get("dz");
        Value trace = direction
                .map(along -> estimate(p, velocity, z, p.input(along.input(), width)))
                .orElseGet(() -> trace(p, velocity, z));
        return new Field(p.output("dz", p.concatenate(derivative, trace)).build());
    }

    @Override
    public Map<String, Initialisation> initialisations(int stateWidth, int dataWidth) {
        return motion.initialisations(stateWidth - 1, dataWidth);
    }

    /** The same flow with the trace itself. */
    public FlowField exact() {
        return new FlowField(motion, Optional.empty());
    }

    private static Value trace(ProgramBuilder p, Program velocity, Value z) {
        Value sum = p.constant(0, 1);
        for (int i = 0; i < z.width(); i++) {
            sum = p.add(sum, p.slice(product(p, velocity, z, unit(p, i, z.width())), i, 1));
        }
        return sum;
    }

    private static Value estimate(ProgramBuilder p, Program velocity, Value z, Value epsilon) {
        return p.dot(epsilon, product(p, velocity, z, epsilon));
    }

    /** {@code (∂f/∂z) v}. */
    private static Value product(ProgramBuilder p, Program velocity, Value z, Value v) {
        if (!velocity.hasLeaf("z")) {
            return p.constant(0, z.width());
        }
        Program tangent = Differentiation.jvp(velocity, List.of("z")).select(Differentiation.tangent("dz"));
        return p.inline(tangent, Map.of("z", z, Differentiation.tangent("z"), v))
                .get(Differentiation.tangent("dz"));
    }

    private static Value unit(ProgramBuilder p, int place, int width) {
        Value one = p.constant(1, 1);
        if (width == 1) {
            return one;
        }
        if (place == 0) {
            return p.concatenate(one, p.constant(0, width - 1));
        }
        return place == width - 1
                ? p.concatenate(p.constant(0, place), one)
                : p.concatenate(p.constant(0, place), one, p.constant(0, width - place - 1));
    }
}
