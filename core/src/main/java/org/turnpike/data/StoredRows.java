package org.turnpike.data;

import java.io.Serializable;
import java.util.Objects;

/**
 * Rows to learn from in a {@link RowStore}.
 *
 * @param isInMemory whether none of them was spilled
 */
public record StoredRows(int rows, TileSource features, TileSource targets, TileSource weights, boolean isInMemory)
        implements LabelledRows {

    /** Where the parts of a row stand in a store: features, then targets, then the weight. */
    public record Layout(int features, int classes, int values, boolean isWeighted) implements Serializable {
        public Layout {
            if (classes > 0 && values > 0) {
                throw new IllegalArgumentException("expected classes or values, found both");
            }
        }

        /** Numbers of a row. */
        public int width() {
            return features + (classes > 0 ? 1 : values) + (isWeighted ? 1 : 0);
        }
    }

    public static StoredRows of(RowStore store, Layout layout) {
        Objects.requireNonNull(layout, "layout");
        TileSource targets = layout.classes() > 0
                ? store.classes(layout.features(), layout.classes())
                : layout.values() > 0
                        ? store.columns(layout.features(), layout.values())
                        : new Unlabelled(store.rows());
        return new StoredRows(
                store.rows(),
                store.columns(0, layout.features()),
                targets,
                layout.isWeighted() ? store.weights(layout.width() - 1) : SampleWeights.uniform(store.rows()),
                store.residentRows() == store.rows());
    }
}
