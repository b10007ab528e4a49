package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final Table HUNDRED = rows(new Unlabelled(100));

    @Test
    void holdsOutTheFractionAndKeepsTheRest() {
        Split split = split(HUNDRED, 0.2, 1);

        assertThat(split.validation()).hasSize(20);
        assertThat(split.training()).hasSize(80);
        assertThat(IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.validation()))
                        .sorted()
                        .toArray())
                .isEqualTo(IntStream.range(0, 100).toArray());
        assertThat(split(HUNDRED, 0.2, 1).validation()).isEqualTo(split.validation());
        assertThat(split(HUNDRED, 0.2, 2).validation()).isNotEqualTo(split.validation());
    }

    @Test
    void doesNotDependOnWhereTheRowsLie() {
        int[] shuffled = new KeyedRandom("test", 5).permutation(100);
        Table moved = HUNDRED.select(shuffled);
        Split here = split(HUNDRED, 0.3, 1);
        Split there = split(moved, 0.3, 1);
        assertThat(moved.select(there.training()).features())
                .isEqualTo(HUNDRED.select(here.training()).features());
        assertThat(moved.select(there.validation()).features())
                .isEqualTo(HUNDRED.select(here.validation()).features());
    }

    @Test
    void holdsOutAsManyOfEqualRowsAsItShould() {
        Table equal = new Table(RowMatrix.copyOf(new float[10], 1), List.of("x"), new Unlabelled(10));
        assertThat(split(equal, 0.3, 1).validation()).hasSize(3);
    }

    @Test
    void givesEveryClassItsShare() {
        // 70, 25 and 5 rows: a fifth is 14, 5 and 1.
        int[] labels = IntStream.range(0, 100)
                .map(row -> row < 70 ? 0 : row < 95 ? 1 : 2)
                .toArray();
        ClassLabels targets = ClassLabels.copyOf(labels, ClassLabels.numbered(3));

        assertThat(counts(targets, split(rows(targets), 0.2, 3).validation())).containsExactly(14, 5, 1);
        // 0.13 is 9.1, 3.25 and 0.65: the one row left by rounding down goes to the last class.
        assertThat(counts(targets, split(rows(targets), 0.13, 3).validation())).containsExactly(9, 3, 1);
    }

    @Test
    void neverHoldsOutTheOnlyRowOfAClass() {
        ClassLabels targets = ClassLabels.copyOf(new int[] {0, 1, 1, 1, 1, 1, 1}, ClassLabels.numbered(2));
        for (int seed = 0; seed < 50; seed++) {
            assertThat(split(rows(targets), 0.8, seed).training()).contains(0);
        }
    }

    @Test
    void everyRowHasTheSameChance() {
        int[] drawn = new int[100];
        for (int seed = 0; seed < 500; seed++) {
            Arrays.stream(split(HUNDRED, 0.2, seed).validation()).forEach(row -> drawn[row]++);
        }
        // Binomial with mean 100 and deviation 9.
        assertThat(Arrays.stream(drawn).min().getAsInt()).isGreaterThan(60);
        assertThat(Arrays.stream(drawn).max().getAsInt()).isLessThan(140);
    }

    @Test
    void someRowsAreHeldOutByAColumn() {
        BitSet marked = new BitSet();
        marked.set(1);
        Split split = Split.byRows(RowDigests.of(HUNDRED), marked);
        assertThat(split.validation()).containsExactly(1);
        assertThat(split.training()).hasSize(99).doesNotContain(1);
        assertThat(Split.none(RowDigests.of(HUNDRED)).training()).hasSize(100);
    }

    @Test
    void refusesFractionsThatLeaveNothing() {
        assertThatThrownBy(() -> split(HUNDRED, 1, 0))
                .hasMessage("validation: expected a fraction above 0 and less than 1, found 1.0. "
                        + "Name the share of rows to hold out, 0.2 for a fifth.");
        assertThatThrownBy(() -> split(HUNDRED, Double.NaN, 0)).hasMessageContaining("found NaN");
        assertThatThrownBy(() -> split(HUNDRED, 0.001, 0))
                .hasMessage("validation: expected a fraction that leaves rows for training and for validation, "
                        + "found 0.001 of 100 rows, which is 0. Choose another fraction or more rows.");
        ClassLabels singles = ClassLabels.copyOf(new int[] {0, 1, 2}, ClassLabels.numbered(3));
        assertThatThrownBy(() -> split(rows(singles), 0.4, 0)).hasMessageContaining("which is 0");
    }

    private static Split split(Table table, double fraction, long seed) {
        return Split.byFraction(RowDigests.of(table), table.targets(), fraction, seed);
    }

    private static Table rows(Targets targets) {
        float[] values = new float[targets.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = row;
        }
        return new Table(RowMatrix.takingOwnership(values, 1), List.of("x"), targets);
    }

    private static int[] counts(ClassLabels labels, int[] rows) {
        int[] counts = new int[labels.width()];
        Arrays.stream(rows).forEach(row -> counts[labels.label(row)]++);
        return counts;
    }
}
