package org.turnpike.objective;

import java.util.Map;
import java.util.Optional;
import org.turnpike.field.Field;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.sensitivity.BolzaProblem;

/**
 * What training minimises: {@code ℓ = mean over samples of [cΦ + s‖f(z(t_f))‖² + ∫ L dt + mean over grid points of G] +
 * λ(t_f − t0) + ½w‖θ‖²} (DEEP Eq. 3 and 13, SNF Eq. 9 and 26).
 *
 * <p>The mean is weighted by the samples' weights. The last two terms are known in closed form and are added on the host, so
 * no solve carries them.
 *
 * @param terminal Φ
 * @param terminalWeight c, at least 0; at 0 the terminal state costs nothing, and Φ only makes predictions
 * @param runningCost L: inputs among z, t, u, target and random directions; output cost, rows(1)
 * @param gridCost G: as L, but paid as a mean over the grid points of the solve
 * @param steadyState s, at least 0: draws the terminal state to where the field vanishes; SNF's γ is 2s
 * @param timePenalty λ, per unit of time, at least 0
 * @param weightDecay w, at least 0
 */
public record Objective(
        TerminalLoss terminal,
        double terminalWeight,
        Optional<Program> runningCost,
        Optional<Program> gridCost,
        double steadyState,
        double timePenalty,
        double weightDecay) {

    public Objective {
        requireNotNegative("weight of the terminal loss", terminalWeight);
        requireNotNegative("weight of the steady-state term", steadyState);
        requireNotNegative("time penalty", timePenalty);
        requireNotNegative("weight decay", weightDecay);
    }

    /** Without a cost of grid points. */
    public Objective(
            TerminalLoss terminal,
            double terminalWeight,
            Optional<Program> runningCost,
            double steadyState,
            double timePenalty,
            double weightDecay) {
        this(terminal, terminalWeight, runningCost, Optional.empty(), steadyState, timePenalty, weightDecay);
    }

    /** The terminal loss alone. */
    public static Objective of(TerminalLoss terminal) {
        return new Objective(terminal, 1, Optional.empty(), 0, 0, 0);
    }

    public Objective withTimePenalty(double penalty) {
        return new Objective(terminal, terminalWeight, runningCost, gridCost, steadyState, penalty, weightDecay);
    }

    public Objective withTerminalWeight(double weight) {
        return new Objective(terminal, weight, runningCost, gridCost, steadyState, timePenalty, weightDecay);
    }

    /** With {@code further} paid along the way, beside what is paid already. */
    public Objective plusRunningCost(Program further) {
        return new Objective(
                terminal,
                terminalWeight,
                Optional.of(runningCost.map(known -> sum(known, further)).orElse(further)),
                gridCost,
                steadyState,
                timePenalty,
                weightDecay);
    }

    /** With {@code further} paid at grid points, beside what is paid already. */
    public Objective plusGridCost(Program further) {
        return new Objective(
                terminal,
                terminalWeight,
                runningCost,
                Optional.of(gridCost.map(known -> sum(known, further)).orElse(further)),
                steadyState,
                timePenalty,
                weightDecay);
    }

    private static Program sum(Program one, Program other) {
        ProgramBuilder p = new ProgramBuilder();
        Value first = p.inline(one, Map.of()).get("cost");
        return p.output("cost", p.add(first, p.inline(other, Map.of()).get("cost")))
                .build();
    }

    /**
     * The part of the objective that is paid along a solution.
     *
     * @param encoder input x; output z0
     * @param decoder input z; output "output", rows(k)
     */
    public BolzaProblem problem(Program encoder, Field field, Program decoder) {
        return new BolzaProblem(encoder, field, runningCost, gridCost, terminalCost(field, decoder));
    }

    /** {@code λ(t_f − t0) + ½w‖θ‖²}. */
    public double penalty(double t0, double tf, double squaredNorm) {
        return timePenalty * (tf - t0) + 0.5 * weightDecay * squaredNorm;
    }

    private Program terminalCost(Field field, Program decoder) {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", field.stateWidth());
        Value output = builder.inline(decoder, Map.of("z", z)).get("output");
        Value loss = terminal.cost(builder, output, builder.input("target", output.width()));
        Value cost = builder.scale(terminalWeight, loss);
        if (steadyState > 0) {
            if (field.isTimeDependent()) {
                throw new IllegalArgumentException(
                        "The steady-state term needs a field that does not depend on time, which"
                                + " has steady states; found a time-dependent one. Set its weight to 0, or leave time out of the field.");
            }
            Value dz = builder.inline(field.program(), Map.of("z", z)).get("dz");
            cost = builder.add(cost, builder.scale(steadyState, builder.dot(dz, dz)));
        }
        return builder.output("cost", cost)
                .output("prediction", terminal.prediction(builder, output))
                .build();
    }

    private static void requireNotNegative(String name, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "The " + name + " must be a finite number of at least 0, found " + value + "; 0 leaves it out.");
        }
    }
}
