package org.turnpike.training;

import java.util.List;
import java.util.Optional;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.batch.Totals;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.optimizer.OptimizerState;

/**
 * One iteration of a stage: the batch's gradient, its exchange, the update; and what that remembers from one iteration to the
 * next. Every worker takes it alike.
 */
interface TrainingStep {

    /**
     * What an iteration came to; all but {@code outcome} belongs to the weights and the times before it.
     *
     * @param totals with the evaluations of all gradients, where there were several
     */
    record Result(
            Totals totals,
            double loss,
            double initialTime,
            double terminalTime,
            double gradientNorm,
            Exchange.Outcome outcome) {}

    Result take(Batch batch, TrainingProgress progress);

    /** The failure of the first row, in shard order, whose solve failed in the last iteration. */
    Optional<SampleFailure> failure();

    /** All that is remembered, whole. */
    List<OptimizerState> states();

    /** Goes on from states that {@link #states} gave. */
    void restore(List<OptimizerState> states);

    /** Forgets everything. */
    void reset();
}
