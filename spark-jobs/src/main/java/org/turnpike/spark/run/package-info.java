/**
 * What a run leaves behind: its manifest, metrics, history and model, each written under a temporary name and renamed, so that
 * what lies in a run's directory is whole at every moment.
 */
package org.turnpike.spark.run;
