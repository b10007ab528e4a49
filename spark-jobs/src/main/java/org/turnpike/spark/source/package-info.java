/** Tables from what a job file names: a generator's specification, or a file of any format at any Hadoop path. */
package org.turnpike.spark.source;
