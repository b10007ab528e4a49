/** One batch: its rows dealt into shards and tiles, solved by threads, and their sums, taken in an order that no number of threads changes. */
package org.turnpike.training.batch;
