/** The job file: its keys, what may stand there, and the data, model, solver and stages that it asks for. */
package org.turnpike.spark.job.file;
