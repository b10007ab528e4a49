package org.turnpike.spark.cluster;

import java.util.OptionalInt;
import org.turnpike.spark.exchange.wire.Patience;

/**
 * What a job says of its cluster.
 *
 * @param workers how many; empty for one on each executor that there is
 * @param shards logical shards, which the workers cannot outnumber
 * @param port at which workers listen for each other, or one of the next few; empty for any
 * @param executorSeconds to wait for executors, and for their tasks to begin
 * @param patience of the workers with each other
 */
public record ClusterSettings(
        OptionalInt workers, int shards, OptionalInt port, double executorSeconds, Patience patience) {}
