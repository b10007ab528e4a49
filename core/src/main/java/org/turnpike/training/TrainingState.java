package org.turnpike.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.optimizer.OptimizerState;

/**
 * All that it takes to go on with a stage elsewhere, or after a failure, as if nothing had happened.
 *
 * @param iterations done in the stage
 * @param epoch that is running
 * @param epochSums of the running epoch
 * @param vector [θ, t_f, t0], copied
 * @param optimizers states of the optimizers of θ, t_f and t0
 * @param best so far, null where there is none yet
 * @param seconds trained so far
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record TrainingState(
        long iterations,
        int epoch,
        EpochSums epochSums,
        float[] vector,
        TerminalTime terminalTime,
        List<OptimizerState> optimizers,
        BestModel best,
        double seconds)
        implements Serializable {

    public TrainingState {
        vector = vector.clone();
        optimizers = List.copyOf(optimizers);
    }

    /** A copy. */
    @Override
    public float[] vector() {
        return vector.clone();
    }

    /** Whether all but the time it took is the same, bit by bit. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingState that
                && that.iterations == iterations
                && that.epoch == epoch
                && that.epochSums.equals(epochSums)
                && Arrays.equals(that.vector, vector)
                && that.terminalTime.equals(terminalTime)
                && that.optimizers.equals(optimizers)
                && Objects.equals(that.best, best);
    }

    @Override
    public int hashCode() {
        return Objects.hash(iterations, epoch, Arrays.hashCode(vector));
    }
}
