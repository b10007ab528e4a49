package org.turnpike.data;

import java.util.List;

/** Regression targets: float32 {@code [rows][outputs]}, one name per output. */
public record TargetValues(RowMatrix values, List<String> names) implements Targets {
    public TargetValues {
        names = List.copyOf(names);
        if (names.size() != values.width()) {
            throw new IllegalArgumentException(
                    "expected a name for each of " + values.width() + " outputs, found " + names);
        }
    }

    @Override
    public int rows() {
        return values.rows();
    }

    @Override
    public int width() {
        return values.width();
    }

    @Override
    public void fillTile(float[] destination, int offset, int tileRows, int[] rowIndices, int from, int count) {
        values.fillTile(destination, offset, tileRows, rowIndices, from, count);
    }

    @Override
    public Targets select(int... rowIndices) {
        return new TargetValues(values.select(rowIndices), names);
    }
}
