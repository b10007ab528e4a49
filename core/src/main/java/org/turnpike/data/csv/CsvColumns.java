package org.turnpike.data.csv;

import java.util.List;
import java.util.Optional;

/**
 * Which columns of a CSV file are used.
 *
 * <p>A column is referred to by its name; what is no name in the file may be {@code last}, or a position counted from 0.
 *
 * @param features in the order in which the table is to have them; where empty, all that are used for nothing else, in the
 *     file's order
 * @param target what the rows are to be mapped to
 * @param weight how much each row counts
 * @param heldOut true or 1 in the rows to validate on, false or 0 in those to train on
 * @param id what rows are known by: any text, never a feature
 */
public record CsvColumns(
        List<String> features,
        CsvTarget target,
        Optional<String> weight,
        Optional<String> heldOut,
        Optional<String> id) {
    public CsvColumns {
        features = List.copyOf(features);
    }

    /** Rows that are known by nothing but their place. */
    public CsvColumns(List<String> features, CsvTarget target, Optional<String> weight, Optional<String> heldOut) {
        this(features, target, weight, heldOut, Optional.empty());
    }

    /** All columns but the target's are features, and every row weighs the same. */
    public static CsvColumns allFor(CsvTarget target) {
        return new CsvColumns(List.of(), target, Optional.empty(), Optional.empty());
    }

    /** The features of a model, from rows that need no label. */
    public static CsvColumns toPredict(List<String> features) {
        return new CsvColumns(features, new CsvTarget.None(), Optional.empty(), Optional.empty());
    }
}
