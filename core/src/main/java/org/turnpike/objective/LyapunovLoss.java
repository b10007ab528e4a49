package org.turnpike.objective;

import java.util.List;
import java.util.Map;
import org.turnpike.field.Field;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The Lyapunov loss (DEEP Eq. 15 to 17, after Rodriguez, Ames, Yue, <i>LyaNet</i>, ICML 2022): with the terminal loss through
 * h_y as potential, {@code V(z) = Φ(h_y(z), target)}, a sample pays {@code max(0, ∂V/∂z · f + κV)} wherever its potential does not
 * fall at the rate κ. Where it pays nothing all along its way, {@code V(z(t)) ≤ V(z(t0)) e^{−κ(t−t0)}} (Theorem 2).
 *
 * <p>{@code ∂V/∂z · f} is a Jacobian–vector product: the tangent of V along the field.
 *
 * @param kappa κ, the rate per unit of time, above 0
 * @param sum over what part of a solution the pointwise loss is paid
 * @param potential whether derivatives go through the V in κV
 */
public record LyapunovLoss(double kappa, Sum sum, Potential potential) {

    /** How the pointwise losses of a sample become one. */
    public enum Sum {
        /** {@code ∫ dt} from t0 to t_f, by the solver's own quadrature: the paper's Eq. 17. */
        INTEGRAL,
        /** The mean over the grid points of the solve, t0 and t_f among them: the authors' code. */
        GRID
    }

    /** What derivatives by the parameters see of the V in κV. */
    public enum Potential {
        /** All of it: the paper. */
        DIFFERENTIATED,
        /** Nothing: the authors' code, in which training lowers the derivative of V, and V only through it. */
        STOPPED
    }

    public LyapunovLoss {
        if (!(kappa > 0 && Double.isFinite(kappa))) {
            throw new IllegalArgumentException("The rate κ of the Lyapunov loss must be a finite number above 0, found "
                    + kappa + "; 20 is the paper's, over an interval of 0.05.");
        }
    }

    /**
     * {@code objective} with this loss along the solution, beside what is paid there already.
     *
     * @param decoder input z; output "output", rows(k)
     */
    public Objective addTo(Objective objective, Field field, Program decoder) {
        Program cost = pointwise(objective.terminal(), field, decoder);
        return switch (sum) {
            case INTEGRAL -> objective.plusRunningCost(cost);
            case GRID -> objective.plusGridCost(cost);
        };
    }

    /** {@code max(0, ∂V/∂z · f + κV)} (Eq. 16): takes z, target, and what the field takes; returns {@code cost} rows(1). */
    public Program pointwise(TerminalLoss terminal, Field field, Program decoder) {
        ProgramBuilder p = new ProgramBuilder();
        Map<String, Value> along = p.inline(alongField(terminal, field, decoder), Map.of());
        Value value = along.get("potential");
        Value level = potential == Potential.STOPPED ? p.stopGradient(value) : value;
        Value excess = p.add(along.get("derivative"), p.scale(kappa, level));
        return p.output("cost", p.maximum(excess, p.constant(0, 1))).build();
    }

    /**
     * The potential, and how it changes along the field.
     *
     * @return takes z, target, and what the field takes; returns {@code potential} V and {@code derivative} ∂V/∂z · f, rows(1)
     */
    public static Program alongField(TerminalLoss terminal, Field field, Program decoder) {
        Program potential = potential(terminal, field, decoder);
        ProgramBuilder p = new ProgramBuilder();
        Value z = p.input("z", field.stateWidth());
        Value direction = p.inline(field.program(), Map.of("z", z)).get("dz");
        Map<String, Value> moved = p.inline(
                Differentiation.jvp(potential, List.of("z")), Map.of("z", z, Differentiation.tangent("z"), direction));
        return p.output("potential", moved.get("potential"))
                .output("derivative", moved.get(Differentiation.tangent("potential")))
                .build();
    }

    /** {@code V(z) = Φ(h_y(z), target)} (Eq. 15). */
    private static Program potential(TerminalLoss terminal, Field field, Program decoder) {
        ProgramBuilder p = new ProgramBuilder();
        Value output =
                p.inline(decoder, Map.of("z", p.input("z", field.stateWidth()))).get("output");
        Value target = p.input("target", output.width());
        return p.output("potential", terminal.cost(p, output, target)).build();
    }
}
