package org.turnpike.spark.source;

import java.util.List;
import org.turnpike.data.Table;

/**
 * Rows with one purpose: to train, validate or test.
 *
 * @param origin path or generator that they were read from
 * @param skipped rows of the origin that were left out
 * @param skipReasons why, for the first few
 */
public record DataPart(String origin, Table table, int skipped, List<String> skipReasons) {}
