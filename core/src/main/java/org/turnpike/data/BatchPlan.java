package org.turnpike.data;

import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Which rows make up the batch of each iteration: a function of (seed, epoch, shard) and of nothing else, so that any number
 * of workers, and a run resumed anywhere, sees the same batches.
 *
 * <p><b>Sizes.</b> An epoch of N rows in batches of at most B has I = ⌈N / B⌉ iterations, and uses every row exactly once.
 * Iteration i takes the places ⌊iN / I⌋ to ⌊(i+1)N / I⌋ − 1 of the epoch, so batches differ by at most one row and there is
 * no runt at the end whose gradient would be mostly noise. When I divides N, all are of the same size.
 *
 * <p><b>Shards.</b> Place p of an epoch belongs to shard p mod S. So every shard contributes B / S
 * rows to each iteration, rounded up or down; shards of uneven size and a B that S does not divide need no special rule.
 *
 * <p><b>Order.</b> Each shard goes through its members in an order drawn anew for each epoch by {@link KeyedRandom} from
 * (seed, epoch, shard). With one iteration an epoch (a full batch) the order is the identity in every epoch, so that a caller
 * may fill its tiles once and keep them.
 *
 * <p>A shard's part of a batch is {@code order(epoch, shard)[from(iteration, shard) … to(iteration, shard) − 1]}, members of
 * the shard, which {@link TileSource#fillTile} takes as they are.
 */
public final class BatchPlan {
    private final long seed;
    private final LogicalShards shards;
    private final int iterations;

    private BatchPlan(long seed, LogicalShards shards, int iterations) {
        this.seed = seed;
        this.shards = shards;
        this.iterations = iterations;
    }

    /** Batches of at most {@code batchRows} rows, over all shards together; all rows at once where there are no more. */
    public static BatchPlan ofBatches(long seed, LogicalShards shards, int batchRows) {
        if (batchRows < 1) {
            throw new IllegalArgumentException("expected a batch of at least one row, found " + batchRows);
        }
        return new BatchPlan(seed, shards, (int) (((long) shards.rows() + batchRows - 1) / batchRows));
    }

    /** One iteration an epoch, over all rows in their own order. */
    public static BatchPlan fullBatch(LogicalShards shards) {
        return new BatchPlan(0, shards, 1);
    }

    public LogicalShards shards() {
        return shards;
    }

    public int iterationsPerEpoch() {
        return iterations;
    }

    /** How many rows the iteration uses, over all shards: what its summed gradient is to be divided by. */
    public int batchRows(int iteration) {
        return start(iteration + 1) - start(iteration);
    }

    /** The order in which the shard goes through its members in this epoch; a new array. */
    public int[] order(long epoch, int shard) {
        int members = shards.members(shard);
        return iterations == 1
                ? IntStream.range(0, members).toArray()
                : new KeyedRandom("batch order", seed, epoch, shard).permutation(members);
    }

    /** Where the shard's part of the iteration starts in its {@link #order}. */
    public int from(int iteration, int shard) {
        return shards.membersBefore(start(iteration), shard);
    }

    /** Where the shard's part of the iteration ends in its {@link #order}, exclusive; may equal its start. */
    public int to(int iteration, int shard) {
        return shards.membersBefore(start(iteration + 1), shard);
    }

    private int start(int iteration) {
        Objects.checkIndex(iteration, iterations + 1);
        return (int) ((long) iteration * shards.rows() / iterations);
    }
}
