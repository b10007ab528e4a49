/** Runs as a service outside of Spark follows them. */
package org.turnpike.spark.tracking;
