package org.turnpike.objective;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.field.Field;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The derivatives {@code dᴷz/dtᴷ} of a solution, as functions of the state it passes through.
 *
 * <p>Along a solution {@code d/dt g(z, t) = ∂g/∂z · f + ∂g/∂t}: the derivative of order K is that of order K − 1,
 * differentiated in the direction (f, 1). Each is a tangent of the one before. What they have in common is written once, so
 * that a program grows with the third power of K, not with 2ᴷ as nested differentiation does elsewhere (the figures are in
 * {@code docs/decisions/0014-comparisons.md}).
 */
public final class SolutionDerivative {

    /** Output: rows(n). */
    public static final String DERIVATIVE = "derivative";

    private SolutionDerivative() {}

    /**
     * @param order K, at least 1; at 1 it is the field itself
     * @return takes what the field takes; returns {@link #DERIVATIVE}
     */
    public static Program of(Field field, int order) {
        if (order < 1) {
            throw new IllegalArgumentException("A solution has derivatives of order 1 and above, found " + order);
        }
        Program derivative = field.program().renameOutputs(Map.of("dz", DERIVATIVE));
        for (int k = 1; k < order; k++) {
            derivative = alongSolution(derivative, field);
        }
        return derivative;
    }

    private static Program alongSolution(Program function, Field field) {
        ProgramBuilder p = new ProgramBuilder();
        Map<String, Value> direction = new HashMap<>();
        List<String> moving = new ArrayList<>();
        if (function.hasLeaf("z")) {
            moving.add("z");
            direction.put(
                    Differentiation.tangent("z"),
                    p.inline(field.program(), Map.of()).get("dz"));
        }
        if (function.hasLeaf("t")) {
            moving.add("t");
            direction.put(Differentiation.tangent("t"), p.constant(1, 1));
        }
        Value derivative =
                p.inline(Differentiation.jvp(function, moving), direction).get(Differentiation.tangent(DERIVATIVE));
        return p.output(DERIVATIVE, derivative).build();
    }
}
