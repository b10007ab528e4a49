/** What the launcher gives to {@code spark-submit}, and the jar brings along for whoever submits it without the launcher. */
package org.turnpike.spark.submission;
