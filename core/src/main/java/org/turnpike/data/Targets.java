package org.turnpike.data;

/** What a table's rows are to be mapped to: class labels, values, or nothing. */
public sealed interface Targets extends TileSource permits ClassLabels, TargetValues, Unlabelled {
    /** A new selection of the given rows in the given order; a row may be named more than once. */
    Targets select(int... rowIndices);
}
