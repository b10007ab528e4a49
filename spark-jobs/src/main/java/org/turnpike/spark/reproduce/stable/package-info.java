/** The experiments of <i>Stable Neural Flows</i> (SNF, §IV), and those that it leaves to others. */
package org.turnpike.spark.reproduce.stable;
