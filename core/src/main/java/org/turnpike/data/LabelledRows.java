package org.turnpike.data;

/** Rows to learn from, wherever they are kept: three sources of tiles that are filled with the same row numbers. */
public interface LabelledRows {
    int rows();

    TileSource features();

    /** Of no columns where rows have no targets. */
    TileSource targets();

    TileSource weights();

    /** Whether all of it is in memory, so that tiles of it may be kept there too. */
    default boolean isInMemory() {
        return true;
    }
}
