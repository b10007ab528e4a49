package org.turnpike.spark.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much of a reproduction is asked for, where that is not what its job files say.
 *
 * @param epochs of every stage
 * @param rows to learn from, at most
 * @param data directory with the data sets, each in a directory of its own
 */
public record Effort(OptionalInt epochs, OptionalInt rows, Optional<String> data) {

    /** As the job files say. */
    public static Effort usual() {
        return new Effort(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    /** Epochs and rows as settings over a job file; of what is not asked for, what is given here. */
    public List<String> settings(OptionalInt usualEpochs, OptionalInt usualRows) {
        List<String> settings = new ArrayList<>();
        (epochs.isPresent() ? epochs : usualEpochs).ifPresent(count -> settings.add("every-stage.epochs=" + count));
        (rows.isPresent() ? rows : usualRows).ifPresent(count -> settings.add("data.rows=" + count));
        return settings;
    }
}
