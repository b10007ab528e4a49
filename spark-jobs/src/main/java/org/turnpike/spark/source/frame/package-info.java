/** Rows that Spark reads: opened as a data frame, checked one by one on the executors, and put in canonical order there. */
package org.turnpike.spark.source.frame;
