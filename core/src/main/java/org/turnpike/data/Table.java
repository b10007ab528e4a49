package org.turnpike.data;

import java.util.List;

/**
 * Rows in memory: features, what they are to be mapped to, and how much each counts. Immutable.
 *
 * <p>Its three parts are {@link TileSource}s; the numeric core fills a tile of each with the same row indices.
 *
 * @param features float32 {@code [rows][features]}
 * @param featureNames one name per feature; readers find a model's features in other files by them
 * @param targets class labels, values or nothing, of as many rows
 * @param weights of as many rows
 */
public record Table(RowMatrix features, List<String> featureNames, Targets targets, SampleWeights weights)
        implements LabelledRows {
    /** @throws DataError where there is no row */
    public Table {
        featureNames = List.copyOf(featureNames);
        if (features.rows() == 0) {
            throw new DataError(
                    "table", "at least one row", "none", "Check what was read, and the split if there is one.");
        }
        if (featureNames.size() != features.width()
                || targets.rows() != features.rows()
                || weights.rows() != features.rows()) {
            throw new IllegalArgumentException("expected parts of one size, found " + features + ", "
                    + featureNames.size() + " feature names, targets of " + targets.rows() + " rows and " + weights);
        }
    }

    /** A table in which every row weighs 1. */
    public Table(RowMatrix features, List<String> featureNames, Targets targets) {
        this(features, featureNames, targets, SampleWeights.uniform(features.rows()));
    }

    @Override
    public int rows() {
        return features.rows();
    }

    /** A new table of the given rows in the given order; a row may be named more than once. */
    public Table select(int... rowIndices) {
        return new Table(
                features.select(rowIndices), featureNames, targets.select(rowIndices), weights.select(rowIndices));
    }

    /** The same rows with other values of the same features, for instance standardised ones. */
    public Table withFeatures(RowMatrix replacement) {
        return new Table(replacement, featureNames, targets, weights);
    }
}
