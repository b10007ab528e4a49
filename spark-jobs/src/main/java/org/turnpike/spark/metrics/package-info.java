/** What training tells Spark's metrics system, and so any of its sinks: Prometheus, CSV, JMX, Graphite. */
package org.turnpike.spark.metrics;
