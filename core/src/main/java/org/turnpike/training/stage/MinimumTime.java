package org.turnpike.training.stage;

import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

/**
 * The stage {@code minimum-time}: weights and terminal time are learned together, and each unit of time costs λ (DEEP §3.1,
 * Eq. 13, Algorithm 1).
 *
 * @param objective with λ as its time penalty
 * @param terminalTime where t_f and t0 start, and the bounds of Eq. 14; t0 is learned too where its bounds leave it room
 * @param learning {@link Stage.Learning#JOINT} as in the paper's experiments, or {@link Stage.Learning#ALTERNATING}
 */
public record MinimumTime(
        TrainingSettings settings,
        Objective objective,
        TerminalTime terminalTime,
        Learning learning,
        OptimizerSettings terminalTimeOptimizer,
        Schedule terminalTimeSchedule,
        OptimizerSettings initialTimeOptimizer,
        Schedule initialTimeSchedule)
        implements Stage {

    public MinimumTime {
        if (learning == Learning.WEIGHTS) {
            throw new IllegalArgumentException(
                    "Minimum-time training learns the terminal time, jointly or alternating; found " + learning
                            + ". Use the stage vanilla for a given terminal time.");
        }
    }

    /** With the weights' optimizer and schedule for the times, as in the paper's experiments. */
    public MinimumTime(TrainingSettings settings, Objective objective, TerminalTime terminalTime, Learning learning) {
        this(settings, objective, terminalTime, learning, settings.optimizer(), settings.schedule());
    }

    /** With one optimizer and schedule for both times. */
    public MinimumTime(
            TrainingSettings settings,
            Objective objective,
            TerminalTime terminalTime,
            Learning learning,
            OptimizerSettings timesOptimizer,
            Schedule timesSchedule) {
        this(settings, objective, terminalTime, learning, timesOptimizer, timesSchedule, timesOptimizer, timesSchedule);
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
