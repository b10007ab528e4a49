package org.turnpike.training;

import java.io.Serializable;
import java.util.Arrays;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.batch.SumLayout;

/**
 * The best weights and terminal time so far.
 *
 * @param loss by which they are best
 * @param vector [θ, t_f, t0], not copied
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record BestModel(double loss, int epoch, float[] vector, TerminalTime terminalTime) implements Serializable {

    /** Whether {@code candidate} is a loss, and lower. */
    boolean isWorseThan(double candidate) {
        return candidate < loss;
    }

    /** @param base the model that training began with */
    public NeuralOde model(NeuralOde base) {
        return base.with(Arrays.copyOf(vector, SumLayout.ofVector(vector.length).parameters()), terminalTime);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BestModel that
                && Double.compare(that.loss, loss) == 0
                && that.epoch == epoch
                && Arrays.equals(that.vector, vector)
                && that.terminalTime.equals(terminalTime);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(vector) + epoch;
    }
}
