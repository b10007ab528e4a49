package org.turnpike.objective;

import java.util.List;
import java.util.Map;
import org.turnpike.field.Field;
import org.turnpike.field.RandomDirection;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * Running costs that make solutions easy for a solver: straight and slow ones (Finlay, Jacobsen, Nurbekyan, Oberman 2020, "How
 * to train your neural ODE", Eq. 9).
 */
public final class PathRegulariser {

    private PathRegulariser() {}

    /**
     * {@code weight · ‖f(z(t))‖²}: with the straightest paths, those of optimal transport, as little as can be is paid.
     *
     * @param motion f, for the first numbers of the state
     * @param stateWidth of the problem's field, which may have more
     */
    public static Program kineticEnergy(double weight, Field motion, int stateWidth) {
        ProgramBuilder p = new ProgramBuilder();
        Value velocity = p.inline(motion.program(), Map.of("z", moved(p, motion, stateWidth)))
                .get("dz");
        return p.output("cost", p.scale(weight, p.dot(velocity, velocity))).build();
    }

    /**
     * {@code weight · ‖εᵀ ∂f/∂z‖²}, whose mean over ε is the squared Frobenius norm of the Jacobian; one VJP.
     *
     * @param motion f, for the first numbers of the state
     * @param stateWidth of the problem's field, which may have more
     * @param direction ε
     */
    public static Program jacobianNorm(double weight, Field motion, int stateWidth, RandomDirection direction) {
        ProgramBuilder p = new ProgramBuilder();
        Value z = moved(p, motion, stateWidth);
        Program transposed = Differentiation.vjp(motion.program(), List.of("dz"), List.of("z"));
        Value epsilon = p.input(direction.input(), motion.stateWidth());
        Value product = p.inline(transposed, Map.of("z", z, Differentiation.cotangent("dz"), epsilon))
                .get(Differentiation.cotangent("z"));
        return p.output("cost", p.scale(weight, p.dot(product, product))).build();
    }

    private static Value moved(ProgramBuilder p, Field motion, int stateWidth) {
        return p.slice(p.input("z", stateWidth), 0, motion.stateWidth());
    }
}
