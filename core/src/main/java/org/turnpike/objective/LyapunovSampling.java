package org.turnpike.objective;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.turnpike.field.Field;
import org.turnpike.field.RandomDirection;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.sensitivity.BolzaProblem;

/**
 * The Lyapunov loss of LyaNet, over states that are drawn rather than passed through: {@code E[∫ max(0, ∂V/∂z · f(z, u, t) + κV(z))
 * dt]} with z drawn anew for each row (Rodriguez, Ames, Yue, <i>LyaNet</i>, ICML 2022, Definition 5 and Algorithm 1, the Monte
 * Carlo method). No solution is computed.
 *
 * <p>States are {@code centre + ρ e}: the direction e uniform, the distance ρ uniform in [0, radius], as in the authors' code. The
 * time is uniform in [t0, t_f], which only fields that depend on time see. All of it comes from the {@link RandomDirection} of a
 * row, of which a pair of numbers (a, b) gives {@code exp(−(a² + b²)/2)}, uniform in (0, 1).
 *
 * @param loss κ, and whether derivatives go through the V in κV
 * @param states drawn for each row and iteration, at least 1
 * @param centre around what they are drawn
 * @param radius how far away they are at the most, above 0
 */
public record LyapunovSampling(LyapunovLoss loss, int states, Centre centre, double radius) {

    /** What states are drawn around. */
    public enum Centre {
        /** Zero: the whole of a ball, for each row alike, as in the paper. The field must see the data to tell rows apart. */
        ORIGIN,
        /** The state at t0 of the row itself. */
        ENCODING
    }

    /** Numbers of one uniform draw. */
    private static final int PAIR = 2;

    public LyapunovSampling {
        if (states < 1) {
            throw new IllegalArgumentException(
                    "The number of states that are drawn for a row must be at least 1, found " + states + ".");
        }
        if (!(radius > 0 && Double.isFinite(radius))) {
            throw new IllegalArgumentException(
                    "The radius within which states are drawn must be a finite number above 0, found " + radius + ".");
        }
    }

    /**
     * The loss as what is paid while the state stays where it is: one step of any solver integrates it from t0 to t_f.
     *
     * @param terminal Φ, of which V consists
     * @param encoder input x; output z0
     * @param decoder input z; output "output"
     */
    public BolzaProblem problem(
            TerminalLoss terminal, Program encoder, Field field, Program decoder, double t0, double tf) {
        ProgramBuilder still = new ProgramBuilder();
        Field rest = new Field(
                still.output("dz", still.constant(0, field.stateWidth())).build());
        ProgramBuilder end = new ProgramBuilder();
        Value nothing = end.constant(0, 1);
        Program terminalCost =
                end.output("cost", nothing).output("prediction", nothing).build();
        Program pointwise = loss.pointwise(terminal, field, decoder);
        return new BolzaProblem(encoder, rest, Optional.of(mean(pointwise, field, t0, tf)), terminalCost);
    }

    private Program mean(Program pointwise, Field field, double t0, double tf) {
        int width = field.stateWidth();
        int draw = width + PAIR + (field.isTimeDependent() ? PAIR : 0);
        ProgramBuilder p = new ProgramBuilder();
        Value random = p.input(RandomDirection.GAUSSIAN.input(), states * draw);
        Value sum = p.constant(0, 1);
        for (int i = 0; i < states; i++) {
            Map<String, Value> arguments = new HashMap<>();
            arguments.put("z", state(p, p.slice(random, i * draw, width + PAIR), width));
            if (field.isTimeDependent()) {
                Value share = uniform(p, p.slice(random, i * draw + width + PAIR, PAIR));
                arguments.put("t", p.add(p.constant(t0, 1), p.scale(tf - t0, share)));
            }
            sum = p.add(sum, p.inline(pointwise, arguments).get("cost"));
        }
        return p.output("cost", p.scale(1.0 / states, sum)).build();
    }

    private Value state(ProgramBuilder p, Value random, int width) {
        Value direction = p.slice(random, 0, width);
        Value length = p.squareRoot(p.dot(direction, direction));
        Value distance = p.scale(radius, uniform(p, p.slice(random, width, PAIR)));
        Value offset = p.scaleRows(p.divide(distance, length), direction);
        return centre == Centre.ORIGIN ? offset : p.add(p.input("z", width), offset);
    }

    /** {@code (a² + b²)/2} is exponentially distributed. */
    private static Value uniform(ProgramBuilder p, Value pair) {
        return p.exponential(p.scale(-0.5, p.dot(pair, pair)));
    }
}
