package org.turnpike.spark.exchange;

import java.util.Optional;
import java.util.stream.IntStream;
import org.turnpike.execution.Device;

/**
 * The place of one worker among those of a barrier stage.
 *
 * @param rank from 0 to {@code workers - 1}
 * @param threads the cores that are the worker's own
 * @param device the accelerator that Spark has given to the worker
 * @param peers the other workers
 * @param driver to whom worker 0 can report while it works; empty where the driver is near
 */
public record Seat(
        int rank, int workers, int threads, Optional<Device> device, Peers peers, Optional<DriverLine> driver) {

    /**
     * The logical shards that this worker answers for: a run of them, so that their sums can be added before they travel.
     *
     * @param count of all shards, at least that of the workers
     */
    public int[] shards(int count) {
        if (count < workers) {
            throw new IllegalArgumentException(
                    "expected at least one logical shard for each of " + workers + " workers, found " + count);
        }
        return IntStream.range(first(rank, count), first(rank + 1, count)).toArray();
    }

    private int first(int worker, int count) {
        return (int) ((long) worker * count / workers);
    }
}
