package org.turnpike.spark.source;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rows of a job.
 *
 * @param train what {@link Source#of} takes
 * @param test likewise
 * @param seed by which a fraction to validate on is drawn, and a sample
 * @param most rows of {@code train} that are used: a sample, where there are more; empty for all
 */
public record DataSettings(
        String train,
        Validation validation,
        Optional<String> test,
        ColumnSettings columns,
        long seed,
        OptionalInt most) {
    /** Of all rows. */
    public DataSettings(String train, Validation validation, Optional<String> test, ColumnSettings columns, long seed) {
        this(train, validation, test, columns, seed, OptionalInt.empty());
    }
}
