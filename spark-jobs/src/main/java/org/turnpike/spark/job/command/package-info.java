/** The command line: what each command takes, does and prints. The topmost package: everything else is below it. */
package org.turnpike.spark.job.command;
