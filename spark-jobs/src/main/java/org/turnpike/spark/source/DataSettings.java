package org.turnpike.spark.source;

import java.util.Optional;

/**
 * The rows of a job.
 *
 * @param train what {@link Source#of} takes
 * @param test likewise
 * @param seed by which a fraction to validate on is drawn
 */
public record DataSettings(
        String train, Validation validation, Optional<String> test, ColumnSettings columns, long seed) {}
