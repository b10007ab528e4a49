/** A run: its stages one after the other, in segments, with checkpoints and a log, from rows that were dealt or that stream in. */
package org.turnpike.spark.job.training;
