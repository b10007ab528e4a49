/** The synchronous exchange: sums of all shards are added in one order, and blocks of the weights and the times are updated. */
package org.turnpike.training.exchange;
