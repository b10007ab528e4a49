package org.turnpike.spark.exchange.wire;

import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.exchange.BlockUpdate;

/**
 * Who updates which part of the vector: each worker a run of its blocks. A vector of one block is updated by every worker
 * where there are few, which saves the way back; else by the last worker.
 */
final class Slices {

    /** A part of a letter has at most a million weights, so that no letter is longer than a frame may be. */
    static final int BLOCKS_OF_A_PART = 256;

    /** Up to here, a small vector's sums sent to all are no more bytes than sums to an owner and the vector back. */
    private static final int MOST_TO_UPDATE_EVERYWHERE = 4;

    private final int parameters;
    private final int blocks;
    private final int workers;
    private final Ownership ownership;

    enum Ownership {
        EVERYBODY_ALL,
        EACH_A_SLICE
    }

    Slices(SumLayout layout, int workers) {
        this.parameters = layout.parameters();
        this.blocks = BlockUpdate.count(layout);
        this.workers = workers;
        this.ownership =
                blocks == 1 && workers <= MOST_TO_UPDATE_EVERYWHERE ? Ownership.EVERYBODY_ALL : Ownership.EACH_A_SLICE;
    }

    Ownership ownership() {
        return ownership;
    }

    int blocks() {
        return blocks;
    }

    /** The first weight of a block, as {@link BlockUpdate} cuts them. */
    int weightsFrom(int block) {
        return block * BlockUpdate.BLOCK;
    }

    /** The weight after the last of a block. */
    int weightsTo(int block) {
        return Math.min(weightsFrom(block) + BlockUpdate.BLOCK, parameters);
    }

    /** The worker's first block; that of worker {@code workers} is the number of blocks. */
    int first(int worker) {
        return ownership == Ownership.EVERYBODY_ALL ? 0 : (int) ((long) worker * blocks / workers);
    }

    /** The block after the worker's last. */
    int end(int worker) {
        return ownership == Ownership.EVERYBODY_ALL ? blocks : first(worker + 1);
    }

    boolean owns(int worker) {
        return first(worker) < end(worker);
    }

    /** How many parts a letter about the worker's slice has; one where it has none. */
    int parts(int worker) {
        return Math.max(1, (end(worker) - first(worker) + BLOCKS_OF_A_PART - 1) / BLOCKS_OF_A_PART);
    }

    /** First block of a part of the worker's slice. */
    int partFirst(int worker, int part) {
        return first(worker) + part * BLOCKS_OF_A_PART;
    }

    int partEnd(int worker, int part) {
        return Math.min(end(worker), partFirst(worker, part) + BLOCKS_OF_A_PART);
    }
}
