package org.turnpike.training.stage;

import java.util.Optional;
import org.turnpike.data.KeyedRandom;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;

/**
 * The stage {@code steer}: each iteration's solves end at a time drawn anew, uniform in {@code (t_f − b, t_f + b)}, so that
 * solutions are quiet around t_f (Ghosh, Behl, Dupont, Torr, Namboodiri, <i>STEER: Simple Temporal Regularization For Neural
 * ODEs</i>, NeurIPS 2020, §3.1). The model is used, and judged, at t_f itself.
 *
 * <p>One time for the whole batch, as in the paper, which follows from (seed, iteration) alone: every worker draws the same.
 *
 * @param terminalTime t_f, fixed
 * @param halfWidth b, above 0 and below t_f − t0
 */
public record Steer(TrainingSettings settings, Objective objective, TerminalTime terminalTime, double halfWidth)
        implements Stage {

    public Steer {
        if (!(halfWidth > 0 && halfWidth < terminalTime.length())) {
            throw new IllegalArgumentException("Random terminal times lie within b of t_f, with 0 < b < t_f − t0 = "
                    + terminalTime.length() + "; found b = " + halfWidth
                    + ". Choose a smaller b, such as half of t_f − t0.");
        }
    }

    @Override
    public String name() {
        return "steer";
    }

    @Override
    public Objective objective(NeuralOde model) {
        return objective;
    }

    /** Losses of iterations that end at different times cannot be compared. */
    @Override
    public Optional<Objective> judgedBy(NeuralOde model) {
        return Optional.of(objective);
    }

    @Override
    public double solveTo(TerminalTime current, long iteration) {
        double uniform = new KeyedRandom("steer terminal time", settings.seed(), iteration).nextUniform();
        return current.value() + halfWidth * (2 * uniform - 1);
    }
}
