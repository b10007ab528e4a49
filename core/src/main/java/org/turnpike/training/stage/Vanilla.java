package org.turnpike.training.stage;

import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;

/** The stage {@code vanilla}: a neural ODE of given depth (Chen et al. 2018). */
public record Vanilla(TrainingSettings settings, Objective objective, TerminalTime terminalTime) implements Stage {

    @Override
    public String name() {
        return "vanilla";
    }

    @Override
    public Objective objective(NeuralOde model) {
        return objective;
    }
}
