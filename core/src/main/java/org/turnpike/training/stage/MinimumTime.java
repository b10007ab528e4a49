package org.turnpike.training.stage;

import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;

/**
 * The stage {@code minimum-time}: weights and terminal time are learned together, and each unit of time costs λ (DEEP §3.1,
 * Eq. 13, Algorithm 1).
 *
 * @param objective with λ as its time penalty
 */
public record MinimumTime(TrainingSettings settings, Objective objective, LearnedTime time)
        implements TimeLearningStage {

    /** With the weights' optimizer and schedule for the times, as in the paper's experiments. */
    public MinimumTime(TrainingSettings settings, Objective objective, TerminalTime start, Learning learning) {
        this(settings, objective, new LearnedTime(start, learning, settings.optimizer(), settings.schedule()));
    }

    @Override
    public String name() {
        return "minimum-time";
    }

    @Override
    public Objective objective(NeuralOde model) {
        return objective;
    }
}
