package org.turnpike.spark.checkpoint;

/**
 * A snapshot that was written down.
 *
 * @param location of its file
 */
public record Checkpoint(Identity identity, Snapshot snapshot, String location) {}
