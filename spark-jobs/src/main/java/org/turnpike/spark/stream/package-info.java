/**
 * Rows that arrive while a model trains, through Spark's Structured Streaming: where they come from, what their columns mean, and
 * which of them have been learned from.
 */
package org.turnpike.spark.stream;
