package org.turnpike.spark.source.frame;

import java.io.Serializable;

/**
 * Some rows of a logical shard, in their order.
 *
 * @param rows how many
 * @param numbers of these rows, as a {@link org.turnpike.data.StoredRows.Layout} says
 */
@SuppressWarnings("ArrayRecordComponent") // on its way; nothing compares it
public record ShardBlock(int rows, float[] numbers) implements Serializable {}
