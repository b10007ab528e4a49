package org.turnpike.data;

import java.util.Objects;

/**
 * Rows that can be laid out as a tile: {@code [width][tileRows]}, so that each of the {@code width} columns is contiguous
 * and a SIMD lane is a row.
 */
public interface TileSource {
    int rows();

    /** How many columns a tile of this source has. */
    int width();

    /**
     * Fills one tile of float32: row {@code rowIndices[from + lane]} goes to lane {@code lane}, so that
     * {@code destination[offset + column * tileRows + lane]} is its value. Lanes from {@code count} on are padding: they
     * repeat the last row, except those of weights, which are 0. Nothing is allocated and nothing outside the tile is
     * written.
     *
     * @param count how many rows the tile holds, from 1 to {@code tileRows}
     * @throws IndexOutOfBoundsException where the tile does not fit the destination, or the rows the indices
     */
    void fillTile(float[] destination, int offset, int tileRows, int[] rowIndices, int from, int count);

    /** The same tile in float64, for the reference back-end: the stored float32 values, widened; it allocates. */
    default void fillTile(double[] destination, int offset, int tileRows, int[] rowIndices, int from, int count) {
        float[] tile = new float[width() * tileRows];
        fillTile(tile, 0, tileRows, rowIndices, from, count);
        Objects.checkFromIndexSize(offset, tile.length, destination.length);
        for (int i = 0; i < tile.length; i++) {
            destination[offset + i] = tile[i];
        }
    }
}
