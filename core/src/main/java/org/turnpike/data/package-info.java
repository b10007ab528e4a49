/**
 * Rows in memory and how they are dealt: tables, their standardisation, splits, logical shards and batches.
 *
 * <p>The package stands beside {@code program}: it imports no other package of Turnpike, nor Spark or Hadoop. Whoever knows
 * file systems hands it a {@link org.turnpike.data.ByteSource}. Its subpackages make tables: {@code generator} computes
 * them, {@code csv} and {@code idx} read them. Bad data of any kind is one {@link org.turnpike.data.DataError}.
 */
package org.turnpike.data;
