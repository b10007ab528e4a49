package org.turnpike.spark.metrics;

import java.util.List;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.exchange.ExchangeFactory;
import org.turnpike.training.exchange.UpdateStep;
import org.turnpike.training.optimizer.OptimizerState;

/**
 * An exchange whose updates are timed: from a worker's own sums to the next vector, the wait for slower workers included.
 *
 * @param exchange that does the work
 */
public record TimedExchange(Exchange exchange, TrainingGauges gauges) implements Exchange {

    /** Times each exchange that {@code factory} opens. */
    public static ExchangeFactory of(ExchangeFactory factory, TrainingGauges gauges) {
        return (rules, layout, shards, executor) ->
                new TimedExchange(factory.open(rules, layout, shards, executor), gauges);
    }

    @Override
    public Updated update(double[][] shardSums, float[] vector, UpdateStep step) {
        long began = System.nanoTime();
        Updated updated = exchange.update(shardSums, vector, step);
        gauges.exchange(System.nanoTime() - began);
        return updated;
    }

    @Override
    public double[] sum(double[][] shardFigures) {
        return exchange.sum(shardFigures);
    }

    @Override
    public List<OptimizerState> states() {
        return exchange.states();
    }

    @Override
    public void restore(List<OptimizerState> states) {
        exchange.restore(states);
    }

    @Override
    public void reset() {
        exchange.reset();
    }

    @Override
    public void close() {
        exchange.close();
    }
}
