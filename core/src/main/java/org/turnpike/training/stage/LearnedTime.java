package org.turnpike.training.stage;

import org.turnpike.model.TerminalTime;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

/**
 * Times that a stage learns with its weights: where they start, and how they move.
 *
 * @param start t_f and t0, and the bounds of DEEP's Eq. 14; t0 is learned too where its bounds leave it room
 * @param learning {@link Stage.Learning#JOINT} as in the paper's experiments, or {@link Stage.Learning#ALTERNATING}
 * @param optimizer of t_f
 * @param schedule of its rate
 * @param initialOptimizer of t0, where that is learned
 * @param initialSchedule of its rate
 */
public record LearnedTime(
        TerminalTime start,
        Stage.Learning learning,
        OptimizerSettings optimizer,
        Schedule schedule,
        OptimizerSettings initialOptimizer,
        Schedule initialSchedule) {

    public LearnedTime {
        if (learning == Stage.Learning.WEIGHTS) {
            throw new IllegalArgumentException(
                    "A stage that learns the terminal time does so jointly with the weights or"
                            + " alternating; found " + learning
                            + ". Use the stage vanilla or lyapunov-pretrain for a given terminal time.");
        }
    }

    /** With one optimizer and schedule for both times. */
    public LearnedTime(TerminalTime start, Stage.Learning learning, OptimizerSettings optimizer, Schedule schedule) {
        this(start, learning, optimizer, schedule, optimizer, schedule);
    }
}
