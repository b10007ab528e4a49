package org.turnpike.data;

import java.util.Arrays;
import java.util.Objects;

/** What every {@link TileSource} does alike: checking a request, and padding a partial tile. */
final class Tiles {
    private Tiles() {}

    static void check(int length, int offset, int tileRows, int width, int[] rowIndices, int from, int count) {
        Objects.checkFromIndexSize(offset, width * tileRows, length);
        Objects.checkFromIndexSize(from, count, rowIndices.length);
        if (count < 1 || count > tileRows) {
            throw new IndexOutOfBoundsException(
                    "a tile of " + tileRows + " rows was to be filled with " + count + "; expected 1 to " + tileRows);
        }
    }

    /** Repeats lane {@code count - 1} of every column in the lanes after it. */
    static void padInPlace(float[] tile, int offset, int tileRows, int width, int count) {
        if (count == tileRows) {
            return;
        }
        for (int column = 0; column < width; column++) {
            int start = offset + column * tileRows;
            Arrays.fill(tile, start + count, start + tileRows, tile[start + count - 1]);
        }
    }
}
