package org.turnpike.training.batch;

/**
 * How a batch is cut: rows into tiles, and each shard's tiles into units of work, which threads share.
 *
 * @param tileRows rows of a tile
 * @param mostUnits of one shard: each needs room for what it sums
 */
public record Tiling(int tileRows, int mostUnits) {

    /** More units of one shard than this share no work better. */
    private static final int MOST_UNITS = 1024;

    /** With gradients: no shard's units need more than 32 MiB, or room for one where one is larger. */
    private static final int MOST_NUMBERS = 1 << 22;

    private static final int MOST_UNITS_WITH_GRADIENT = 32;

    static Tiling withGradients(int tileRows, int parameters) {
        int fitting = MOST_NUMBERS / Math.max(1, parameters);
        return new Tiling(tileRows, Math.max(1, Math.min(MOST_UNITS_WITH_GRADIENT, fitting)));
    }

    public static Tiling withoutGradients(int tileRows) {
        return new Tiling(tileRows, MOST_UNITS);
    }

    int tiles(int rows) {
        return (rows + tileRows - 1) / tileRows;
    }

    int tilesPerUnit(int tiles) {
        return (tiles + mostUnits - 1) / mostUnits;
    }
}
