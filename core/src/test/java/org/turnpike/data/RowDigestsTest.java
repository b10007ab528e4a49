package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowDigestsTest {
    private static final int ROWS = 10_000;
    private static final Table TABLE = table();

    @Test
    void theOrderIsThatOfTheContentsAlone() {
        Table moved = TABLE.select(new KeyedRandom("test", 1).permutation(ROWS));
        Table inOrder = TABLE.select(RowDigests.of(TABLE).order());
        assertThat(moved.select(RowDigests.of(moved).order())).isEqualTo(inOrder);
        assertThat(IntStream.of(RowDigests.of(TABLE).order()).sorted())
                .hasSize(ROWS)
                .doesNotHaveDuplicates();
        // sorted by class as the table was, every run of it has its share of both
        Table run = inOrder.select(IntStream.range(0, 1000).toArray());
        long ofFirst = IntStream.range(0, 1000)
                .filter(row -> ((ClassLabels) run.targets()).label(row) == 0)
                .count();
        assertThat(ofFirst).isBetween(420L, 580L);
    }

    @Test
    void theFingerprintIsThatOfTheContentsAlone() {
        Table moved = TABLE.select(new KeyedRandom("test", 2).permutation(ROWS));
        assertThat(TableFingerprint.of(moved)).isEqualTo(TableFingerprint.of(TABLE));
        Table fewer = TABLE.select(IntStream.range(1, ROWS).toArray());
        assertThat(TableFingerprint.of(fewer)).isNotEqualTo(TableFingerprint.of(TABLE));
        int[] oneTwice = IntStream.range(0, ROWS).map(row -> row == 7 ? 8 : row).toArray();
        assertThat(TableFingerprint.of(TABLE.select(oneTwice))).isNotEqualTo(TableFingerprint.of(TABLE));
    }

    @Test
    void sumsOfPartsAreTheSumOfAll() {
        DigestSum parts = new DigestSum();
        for (int part = 0; part < 3; part++) {
            int from = part * ROWS / 3;
            int to = (part + 1) * ROWS / 3;
            parts.add(RowDigests.of(TABLE.select(IntStream.range(from, to).toArray()))
                    .sum());
        }
        assertThat(parts.words()).isEqualTo(RowDigests.of(TABLE).sum().words());
        assertThat(parts.rows()).isEqualTo(ROWS);
    }

    private static Table table() {
        KeyedRandom random = new KeyedRandom("table", 9);
        float[] values = new float[2 * ROWS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        int[] labels = IntStream.range(0, ROWS).map(row -> 2 * row / ROWS).toArray();
        float[] weights = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            weights[row] = random.nextInt(3);
        }
        return new Table(
                RowMatrix.takingOwnership(values, 2),
                List.of("x", "y"),
                ClassLabels.copyOf(labels, List.of("left", "right")),
                SampleWeights.copyOf(weights));
    }
}
