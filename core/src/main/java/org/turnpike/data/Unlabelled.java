package org.turnpike.data;

import java.util.Objects;

/** The targets of rows that have none: rows to predict, or samples of a density. Its tiles have no columns. */
public record Unlabelled(int rows) implements Targets {
    @Override
    public int width() {
        return 0;
    }

    @Override
    public void fillTile(float[] destination, int offset, int tileRows, int[] rowIndices, int from, int count) {
        Tiles.check(destination.length, offset, tileRows, 0, rowIndices, from, count);
    }

    @Override
    public Targets select(int... rowIndices) {
        for (int row : rowIndices) {
            Objects.checkIndex(row, rows);
        }
        return new Unlabelled(rowIndices.length);
    }
}
