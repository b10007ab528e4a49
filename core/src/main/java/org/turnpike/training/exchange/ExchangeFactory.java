package org.turnpike.training.exchange;

import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.TileExecutor;

/** Opens the exchange that a stage trains through. */
@FunctionalInterface
public interface ExchangeFactory {

    /**
     * @param rules by which the owners update the vector
     * @param layout of the sums
     * @param shards of all workers together
     * @param executor threads that the exchange may use between batches; closed by others
     */
    Exchange open(UpdateRules rules, SumLayout layout, int shards, TileExecutor executor);

    /** For a single worker that holds every shard. */
    static ExchangeFactory local() {
        return (rules, layout, shards, executor) -> new LocalExchange(rules, layout, executor);
    }
}
