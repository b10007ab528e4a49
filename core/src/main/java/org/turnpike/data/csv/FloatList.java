package org.turnpike.data.csv;

import java.util.Arrays;
import org.turnpike.data.DataError;
import org.turnpike.data.RowMatrix;

/** A growing array of floats. */
final class FloatList {
    private float[] values = new float[1024];
    private int size;

    void add(String file, float[] row) {
        if ((long) size + row.length > RowMatrix.MOST_VALUES) {
            throw new DataError(
                    file,
                    "at most " + RowMatrix.MOST_VALUES + " values in one table",
                    "more",
                    "Split the file, or use fewer features.");
        }
        if (size + row.length > values.length) {
            long grown = Math.max(size + row.length, values.length * 3L / 2);
            values = Arrays.copyOf(values, (int) Math.min(grown, RowMatrix.MOST_VALUES));
        }
        System.arraycopy(row, 0, values, size, row.length);
        size += row.length;
    }

    float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
