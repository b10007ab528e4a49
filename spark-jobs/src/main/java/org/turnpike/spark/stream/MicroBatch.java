package org.turnpike.spark.stream;

import java.util.Optional;
import org.turnpike.data.Table;

/**
 * The rows that one update learns from, in an order that does not depend on how they arrived.
 *
 * @param number Spark's, from 0
 * @param table none where no row is left
 * @param skipped rows that could not be used
 */
public record MicroBatch(long number, Optional<Table> table, int skipped) {}
