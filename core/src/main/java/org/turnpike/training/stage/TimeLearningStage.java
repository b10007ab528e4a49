package org.turnpike.training.stage;

import org.turnpike.model.TerminalTime;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

/** A {@link Stage} that learns its terminal time, and perhaps its initial time, by gradients. */
public interface TimeLearningStage extends Stage {

    LearnedTime time();

    @Override
    default TerminalTime terminalTime() {
        return time().start();
    }

    @Override
    default Learning learning() {
        return time().learning();
    }

    @Override
    default OptimizerSettings terminalTimeOptimizer() {
        return time().optimizer();
    }

    @Override
    default Schedule terminalTimeSchedule() {
        return time().schedule();
    }

    @Override
    default OptimizerSettings initialTimeOptimizer() {
        return time().initialOptimizer();
    }

    @Override
    default Schedule initialTimeSchedule() {
        return time().initialSchedule();
    }
}
