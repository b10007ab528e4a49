package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowMatrixTest {
    private static final float UNTOUCHED = -7;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 0",
        "1, 64, 3, 5",
        "2, 64, 64, 0",
        "15, 8, 7, 1",
        "16, 8, 8, 3",
        "17, 5, 2, 0",
        "33, 64, 63, 2",
        "784, 16, 1, 9"
    })
    void tilesAreTransposedAndPaddedWithTheLastRow(int width, int tileRows, int count, int offset) {
        RowMatrix matrix = counting(100, width);
        int from = 2;
        int[] rows = new KeyedRandom("test", width).permutation(100);
        float[] destination = new float[offset + width * tileRows + 4];
        Arrays.fill(destination, UNTOUCHED);

        matrix.fillTile(destination, offset, tileRows, rows, from, count);

        for (int column = 0; column < width; column++) {
            for (int lane = 0; lane < tileRows; lane++) {
                assertThat(destination[offset + column * tileRows + lane])
                        .isEqualTo(matrix.value(rows[from + Math.min(lane, count - 1)], column));
            }
        }
        assertThat(Arrays.copyOf(destination, offset))
                .containsOnly(offset == 0 ? new float[0] : new float[] {UNTOUCHED});
        assertThat(Arrays.copyOfRange(destination, destination.length - 4, destination.length))
                .containsOnly(UNTOUCHED);
    }

    @Test
    void doubleTilesHoldTheSameValues() {
        RowMatrix matrix = counting(9, 3);
        int[] rows = {8, 1, 1, 0};
        float[] single = new float[3 * 5];
        double[] twice = new double[2 + 3 * 5];

        matrix.fillTile(single, 0, 5, rows, 1, 3);
        matrix.fillTile(twice, 2, 5, rows, 1, 3);

        for (int i = 0; i < single.length; i++) {
            assertThat(twice[2 + i]).isEqualTo(single[i]);
        }
    }

    @Test
    void refusesTilesThatDoNotFit() {
        RowMatrix matrix = counting(4, 3);
        int[] rows = {0, 1, 2, 3};
        float[] tile = new float[12];

        assertThatThrownBy(() -> matrix.fillTile(tile, 1, 4, rows, 0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.fillTile(tile, 0, 4, rows, 1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.fillTile(tile, 0, 2, rows, 0, 3))
                .hasMessage("a tile of 2 rows was to be filled with 3; expected 1 to 2");
        assertThatThrownBy(() -> matrix.fillTile(tile, 0, 4, rows, 0, 0))
                .hasMessage("a tile of 4 rows was to be filled with 0; expected 1 to 4");
        assertThat(tile).containsOnly(0);
    }

    @Test
    void isACopyOfItsValues() {
        float[] values = {1, 2, 3, 4};
        RowMatrix matrix = RowMatrix.copyOf(values, 2);
        values[0] = 9;

        assertThat(matrix.value(0, 0)).isEqualTo(1);
        assertThat(matrix.select(1, 0, 1)).isEqualTo(RowMatrix.copyOf(new float[] {3, 4, 1, 2, 3, 4}, 2));
        assertThat(matrix).hasToString("RowMatrix[2 × 2]").isNotEqualTo(RowMatrix.copyOf(new float[] {1, 2, 3, 4}, 4));
    }

    @Test
    void refusesValuesThatAreNotFiniteAndRaggedRows() {
        assertThatThrownBy(() -> RowMatrix.copyOf(new float[] {0, 1, 2, Float.NaN}, 2))
                .isInstanceOf(DataError.class)
                .hasMessage(
                        "row 1, column 1: expected a finite number, found NaN. Correct the value or leave the row out.");
        assertThatThrownBy(() -> RowMatrix.copyOf(new float[] {Float.NEGATIVE_INFINITY}, 1))
                .hasMessageContaining("found -Infinity");
        assertThatThrownBy(() -> RowMatrix.copyOf(new float[5], 2))
                .hasMessage("expected a whole number of rows of at least one column, found 5 values in rows of 2");
        assertThatThrownBy(() -> RowMatrix.copyOf(new float[5], 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counting(2, 2).value(0, 2)).hasMessage("column 2 of 2");
    }

    static RowMatrix counting(int rows, int width) {
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return RowMatrix.takingOwnership(values, width);
    }
}
