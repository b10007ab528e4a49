package org.turnpike.spark.exchange;

import java.io.Serializable;

/**
 * The place of one worker among those of a barrier stage.
 *
 * @param rank from 0 to {@code workers - 1}
 * @param threads the cores that are the worker's own
 */
public record Seat(int rank, int workers, int threads) implements Serializable {}
