package org.turnpike.spark.run;

/**
 * Rows that a run used.
 *
 * @param part {@code training}, {@code validation} or {@code test}
 * @param origin path or generator
 * @param skipped rows of the origin that could not be used
 * @param fingerprint of the rows themselves, wherever they lie
 */
public record DataRecord(String part, String origin, long rows, long skipped, String fingerprint) {}
