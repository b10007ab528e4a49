package org.turnpike.training.stage;

import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.objective.TaylorRegulariser;

/**
 * The stage {@code taynode}: a fixed terminal time, and solutions whose K-th derivative is paid for along the way, so that a
 * solver needs few steps for them (Kelly, Bettencourt, Johnson, Duvenaud, NeurIPS 2020; {@link TaylorRegulariser}).
 *
 * @param objective without the regulariser
 */
public record TayNode(
        TrainingSettings settings, Objective objective, TaylorRegulariser regulariser, TerminalTime terminalTime)
        implements Stage {

    @Override
    public String name() {
        return "taynode";
    }

    @Override
    public Objective objective(NeuralOde model) {
        return objective.plusRunningCost(
                regulariser.runningCost(model.architecture().vectorField()));
    }
}
