package org.turnpike.data;

import java.util.Arrays;
import java.util.Objects;

/** How much each row counts: a finite number, not negative, and not 0 for every row. A tile's padding weighs 0. */
public final class SampleWeights implements TileSource {
    private final int rows;

    /** Nothing where every row weighs 1, as nearly always. */
    private final float[] weights;

    private SampleWeights(int rows, float[] weights) {
        this.rows = rows;
        this.weights = weights;
    }

    /** Every row weighs 1. */
    public static SampleWeights uniform(int rows) {
        return new SampleWeights(rows, null);
    }

    /**
     * Weights, copied.
     *
     * @throws DataError where one is negative, NaN or infinite, or all are 0
     */
    public static SampleWeights copyOf(float[] weights) {
        double total = 0;
        for (int row = 0; row < weights.length; row++) {
            if (!(weights[row] >= 0 && weights[row] < Float.POSITIVE_INFINITY)) {
                throw new DataError(
                        "row " + row,
                        "a weight that is finite and not negative",
                        Float.toString(weights[row]),
                        "Correct the weight; 0 leaves a row out.");
            }
            total += weights[row];
        }
        if (total == 0) {
            throw new DataError("weights", "at least one above 0", "0 in every row", "Choose another weight column.");
        }
        return new SampleWeights(weights.length, weights.clone());
    }

    /** Weights, copied, of a part of a table's rows: unlike a whole table's they may all be 0. */
    public static SampleWeights ofPart(float[] weights) {
        return new SampleWeights(weights.length, weights.clone());
    }

    public boolean isUniform() {
        return weights == null;
    }

    public float weight(int row) {
        Objects.checkIndex(row, rows);
        return isUniform() ? 1 : weights[row];
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public void fillTile(float[] destination, int offset, int tileRows, int[] rowIndices, int from, int count) {
        Tiles.check(destination.length, offset, tileRows, 1, rowIndices, from, count);
        for (int lane = 0; lane < count; lane++) {
            destination[offset + lane] = weight(rowIndices[from + lane]);
        }
        Arrays.fill(destination, offset + count, offset + tileRows, 0);
    }

    /** The weights of the given rows; unlike a whole table's they may all be 0. */
    public SampleWeights select(int... rowIndices) {
        float[] selected = new float[rowIndices.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = weight(rowIndices[i]);
        }
        return new SampleWeights(selected.length, isUniform() ? null : selected);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SampleWeights that && that.rows == rows && Arrays.equals(that.weights, weights);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(weights) + rows;
    }

    @Override
    public String toString() {
        return "SampleWeights[" + rows + (isUniform() ? " × 1]" : "]");
    }
}
