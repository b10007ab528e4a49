/** Spark as the driver starts it. */
package org.turnpike.spark.driver;
