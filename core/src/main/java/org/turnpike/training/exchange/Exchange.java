package org.turnpike.training.exchange;

import java.util.List;
import org.turnpike.training.batch.ShardTree;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.Totals;
import org.turnpike.training.optimizer.OptimizerState;

/**
 * Brings the shard sums of all workers together and returns the next vector [θ, t_f, t0], the same to every worker.
 *
 * <p>Every call is made by all workers alike. Sums are taken in the order of the logical shards ({@link ShardTree}), so that
 * the result does not depend on who holds which; an implementation owns the optimizers' states.
 */
public interface Exchange extends AutoCloseable {

    /**
     * Adds the sums, and where they are finite updates {@code vector} in place.
     *
     * @param shardSums one for each shard of this worker, in shard order, as {@link SumLayout} says
     */
    Updated update(double[][] shardSums, float[] vector, UpdateStep step);

    /**
     * Adds numbers over all shards of all workers, in double precision.
     *
     * @param shardFigures one array for each shard of this worker, all of one length
     */
    double[] sum(double[][] shardFigures);

    /**
     * The states of the optimizers of θ, t_f and t0; where several workers own parts of them, the parts of this worker, which
     * {@link OptimizerState#ofWorkers} puts together.
     */
    List<OptimizerState> states();

    /** Goes on from whole states. */
    void restore(List<OptimizerState> states);

    /** Forgets what the optimizers remember. */
    void reset();

    @Override
    default void close() {}

    /**
     * What an update came to.
     *
     * @param gradientNorm of the mean gradient with respect to [θ, t_f, t0], before clipping
     * @param applied whether all was finite and the vector has changed
     */
    record Updated(Totals totals, double gradientNorm, Outcome applied) {}

    /** Whether an update could be applied. */
    enum Outcome {
        APPLIED,
        NOT_FINITE
    }
}
