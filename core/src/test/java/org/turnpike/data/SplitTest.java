package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final Targets NONE = new Unlabelled(100);

    @Test
    void holdsOutTheFractionAndKeepsTheRest() {
        Split split = Split.byFraction(NONE, 0.2, 1);

        assertThat(split.validation()).hasSize(20).isSorted();
        assertThat(split.training()).hasSize(80).isSorted();
        assertThat(IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.validation()))
                        .sorted()
                        .toArray())
                .isEqualTo(IntStream.range(0, 100).toArray());
        assertThat(Split.byFraction(NONE, 0.2, 1).validation()).isEqualTo(split.validation());
        assertThat(Split.byFraction(NONE, 0.2, 2).validation()).isNotEqualTo(split.validation());
        assertThat(Split.byFraction(NONE, 0, 1).validation()).isEmpty();
    }

    @Test
    void givesEveryClassItsShare() {
        // 70, 25 and 5 rows: a fifth is 14, 5 and 1.
        int[] labels = IntStream.range(0, 100)
                .map(row -> row < 70 ? 0 : row < 95 ? 1 : 2)
                .toArray();
        ClassLabels targets = ClassLabels.copyOf(labels, ClassLabels.numbered(3));

        assertThat(counts(targets, Split.byFraction(targets, 0.2, 3).validation()))
                .containsExactly(14, 5, 1);
        // 0.13 is 9.1, 3.25 and 0.65: the one row left by rounding down goes to the last class.
        assertThat(counts(targets, Split.byFraction(targets, 0.13, 3).validation()))
                .containsExactly(9, 3, 1);
    }

    @Test
    void neverHoldsOutTheOnlyRowOfAClass() {
        ClassLabels targets = ClassLabels.copyOf(new int[] {0, 1, 1, 1, 1, 1, 1}, ClassLabels.numbered(2));
        for (int seed = 0; seed < 50; seed++) {
            assertThat(Split.byFraction(targets, 0.8, seed).training()).contains(0);
        }
    }

    @Test
    void aMaskSplitsByAColumn() {
        Split split = Split.byMask(new boolean[] {false, true, false});
        assertThat(split.training()).containsExactly(0, 2);
        assertThat(split.validation()).containsExactly(1);
    }

    @Test
    void refusesFractionsThatLeaveNothing() {
        assertThatThrownBy(() -> Split.byFraction(NONE, 1, 0))
                .hasMessage("validation: expected a fraction of at least 0 and less than 1, found 1.0. "
                        + "Name the share of rows to hold out, 0.2 for a fifth.");
        assertThatThrownBy(() -> Split.byFraction(NONE, Double.NaN, 0)).hasMessageContaining("found NaN");
        assertThatThrownBy(() -> Split.byFraction(NONE, 0.001, 0))
                .hasMessage("validation: expected a fraction that leaves rows for training and for validation, "
                        + "found 0.001 of 100 rows, which is 0. Choose another fraction or more rows.");
        ClassLabels singles = ClassLabels.copyOf(new int[] {0, 1, 2}, ClassLabels.numbered(3));
        assertThatThrownBy(() -> Split.byFraction(singles, 0.4, 0)).hasMessageContaining("which is 0");
    }

    private static int[] counts(ClassLabels labels, int[] rows) {
        int[] counts = new int[labels.width()];
        Arrays.stream(rows).forEach(row -> counts[labels.label(row)]++);
        return counts;
    }
}
