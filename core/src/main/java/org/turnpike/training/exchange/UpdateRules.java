package org.turnpike.training.exchange;

import java.util.OptionalDouble;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

/**
 * How a gradient becomes an update of [θ, t_f, t0].
 *
 * @param epochs of the stage, which schedules count by
 * @param weights optimizer of θ
 * @param terminalTime optimizer of t_f
 * @param initialTime optimizer of t0, where that is learned
 * @param clipNorm longest gradient of [θ, t_f, t0] in the Euclidean norm; longer ones are shortened to it
 * @param weightDecay w of the term ½w‖θ‖², in the gradient
 * @param timePenalty λ of the term λ(t_f − t0), in the gradient
 */
public record UpdateRules(
        int epochs,
        OptimizerSettings weights,
        Schedule weightsSchedule,
        OptimizerSettings terminalTime,
        Schedule terminalTimeSchedule,
        OptimizerSettings initialTime,
        Schedule initialTimeSchedule,
        OptionalDouble clipNorm,
        double weightDecay,
        double timePenalty) {

    public UpdateRules {
        if (clipNorm.isPresent() && !(clipNorm.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "The norm to clip gradients to must be above 0, found " + clipNorm.getAsDouble() + ".");
        }
    }

    /** With the optimizer and the schedule of t_f for t0. */
    public UpdateRules(
            int epochs,
            OptimizerSettings weights,
            Schedule weightsSchedule,
            OptimizerSettings terminalTime,
            Schedule terminalTimeSchedule,
            OptionalDouble clipNorm,
            double weightDecay,
            double timePenalty) {
        this(
                epochs,
                weights,
                weightsSchedule,
                terminalTime,
                terminalTimeSchedule,
                terminalTime,
                terminalTimeSchedule,
                clipNorm,
                weightDecay,
                timePenalty);
    }

    /** The factor that brings a gradient of norm {@code norm} to the clipping norm; PyTorch's clip_grad_norm_. */
    public double clipFactor(double norm) {
        return clipNorm.isPresent() ? Math.min(1, clipNorm.getAsDouble() / (norm + 1e-6)) : 1;
    }
}
