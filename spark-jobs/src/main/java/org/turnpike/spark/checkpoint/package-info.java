/**
 * Checkpoints: what it takes to go on with a stage that was killed, as files at any Hadoop path, and when they are written.
 *
 * <p>A checkpoint is data: tensors and text in one file, checked from its length to its last bit before it is used. No class is
 * named in it.
 */
package org.turnpike.spark.checkpoint;
