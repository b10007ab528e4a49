package org.turnpike.training.stage;

import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.Objective;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

/**
 * The stage {@code combined}: {@code ℓ = ℓ_lya + λ₁Φ + λ₂(t_f − t0)}, weights and terminal time learned together (DEEP App.
 * F.2).
 *
 * @param objective with λ₁ as the weight of its terminal loss, which is the potential too, and λ₂ as its time penalty
 * @param terminalTime where t_f and t0 start, and the bounds of Eq. 14; t0 is learned too where its bounds leave it room
 */
public record Combined(
        TrainingSettings settings,
        Objective objective,
        LyapunovLoss loss,
        TerminalTime terminalTime,
        Learning learning,
        OptimizerSettings terminalTimeOptimizer,
        Schedule terminalTimeSchedule,
        OptimizerSettings initialTimeOptimizer,
        Schedule initialTimeSchedule)
        implements Stage {

    public Combined {
        if (learning == Learning.WEIGHTS) {
            throw new IllegalArgumentException(
                    "The combined method learns the terminal time, jointly or alternating; found " + learning
                            + ". Use the stage lyapunov-pretrain for a given terminal time.");
        }
    }

    @Override
    public String name() {
        return "combined";
    }

    @Override
    public Objective objective(NeuralOde model) {
        return loss.addTo(
                objective,
                model.architecture().vectorField(),
                model.architecture().decoder());
    }
}
