package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final List<String> COLOURS = List.of("blue", "green", "red");
    private static final int[] ROWS = {3, 0, 2, 1};

    @Test
    void classTilesAreOneHotAndPaddedWithTheLastRow() {
        ClassLabels labels = ClassLabels.copyOf(new int[] {2, 0, 1, 0}, COLOURS);
        float[] tile = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};

        labels.fillTile(tile, 1, 4, ROWS, 0, 3);

        assertThat(tile).containsExactly(9, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0);
    }

    @Test
    void valueTilesAreTransposed() {
        TargetValues values = new TargetValues(RowMatrixTest.counting(4, 2), List.of("a", "b"));
        float[] tile = new float[6];

        values.fillTile(tile, 0, 3, ROWS, 2, 2);

        assertThat(tile).containsExactly(4, 2, 2, 5, 3, 3);
    }

    @Test
    void paddingWeighsNothing() {
        float[] tile = new float[4];

        SampleWeights.uniform(4).fillTile(tile, 0, 4, ROWS, 0, 3);
        assertThat(tile).containsExactly(1, 1, 1, 0);

        SampleWeights.copyOf(new float[] {1, 2, 3, 4}).fillTile(tile, 0, 4, ROWS, 0, 2);
        assertThat(tile).containsExactly(4, 1, 0, 0);

        double[] twice = new double[4];
        SampleWeights.copyOf(new float[] {1, 2, 3, 4}).fillTile(twice, 0, 4, ROWS, 2, 2);
        assertThat(twice).containsExactly(3, 2, 0, 0);
    }

    @Test
    void unlabelledTilesHaveNoColumns() {
        float[] tile = {9};
        new Unlabelled(4).fillTile(tile, 0, 4, ROWS, 0, 4);
        assertThat(tile).containsExactly(9);
        assertThatThrownBy(() -> new Unlabelled(4).select(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void selectsTheSameRowsOfEveryPart() {
        Table table = new Table(
                RowMatrixTest.counting(4, 1),
                List.of("x"),
                ClassLabels.copyOf(new int[] {2, 0, 1, 0}, COLOURS),
                SampleWeights.copyOf(new float[] {1, 2, 3, 4}));

        Table selected = table.select(3, 0);

        assertThat(selected)
                .isEqualTo(new Table(
                        RowMatrix.copyOf(new float[] {3, 0}, 1),
                        List.of("x"),
                        ClassLabels.copyOf(new int[] {0, 2}, COLOURS),
                        SampleWeights.copyOf(new float[] {4, 1})));
        assertThat(new Table(table.features(), List.of("x"), new Unlabelled(4))
                        .select(1, 2, 3)
                        .targets())
                .isEqualTo(new Unlabelled(3));
    }

    @Test
    void partsMustAgree() {
        RowMatrix features = RowMatrixTest.counting(4, 2);

        assertThatThrownBy(() -> new Table(features, List.of("x"), new Unlabelled(4)))
                .hasMessage(
                        "expected parts of one size, found RowMatrix[4 × 2], 1 feature names, targets of 4 rows and "
                                + "SampleWeights[4 × 1]");
        assertThatThrownBy(() -> new Table(features, List.of("x", "y"), new Unlabelled(3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Table(features.select(), List.of("x", "y"), new Unlabelled(0)))
                .isInstanceOf(DataError.class)
                .hasMessage("table: expected at least one row, found none. "
                        + "Check what was read, and the split if there is one.");
        assertThatThrownBy(() -> new TargetValues(features, List.of("a")))
                .hasMessage("expected a name for each of 2 outputs, found [a]");
    }

    @Test
    void labelsMustBeClasses() {
        assertThatThrownBy(() -> ClassLabels.copyOf(new int[] {0, 3}, COLOURS))
                .hasMessage(
                        "row 1: expected a label from 0 to 2, found 3. Correct the label or the number of classes.");
        assertThatThrownBy(() -> ClassLabels.copyOf(new int[] {-1}, COLOURS)).hasMessageContaining("found -1");
        assertThatThrownBy(() -> ClassLabels.copyOf(new int[] {0}, List.of("only")))
                .hasMessage("labels: expected at least two classes, found [only]. "
                        + "Add rows of another class, or choose another label.");
        assertThatThrownBy(() -> ClassLabels.copyOf(new int[] {0}, List.of("a", "a")))
                .hasMessage("class names: expected each name once, found [a, a]. Name the classes apart.");
    }

    @Test
    void weightsMustBeUsable() {
        assertThatThrownBy(() -> SampleWeights.copyOf(new float[] {1, -1}))
                .hasMessage("row 1: expected a weight that is finite and not negative, found -1.0. "
                        + "Correct the weight; 0 leaves a row out.");
        assertThatThrownBy(() -> SampleWeights.copyOf(new float[] {Float.NaN})).hasMessageContaining("found NaN");
        assertThatThrownBy(() -> SampleWeights.copyOf(new float[2]))
                .hasMessage(
                        "weights: expected at least one above 0, found 0 in every row. Choose another weight column.");
        assertThat(SampleWeights.copyOf(new float[] {0, 1}).select(0).weight(0)).isZero();
        assertThatThrownBy(() -> SampleWeights.uniform(2).weight(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void fingerprintsTellTablesApart() {
        RowMatrix features = RowMatrixTest.counting(4, 2);
        Table table = new Table(features, List.of("ab", "c"), new Unlabelled(4));
        Table labelled = new Table(features, List.of("ab", "c"), ClassLabels.copyOf(new int[] {2, 0, 1, 0}, COLOURS));

        assertThat(TableFingerprint.of(table))
                .hasSize(64)
                .isEqualTo(TableFingerprint.of(table.select(0, 1, 2, 3)))
                .isEqualTo(TableFingerprint.of(table.select(1, 0, 2, 3)))
                .isNotEqualTo(TableFingerprint.of(table.select(1, 1, 2, 3)))
                .isNotEqualTo(TableFingerprint.of(new Table(features, List.of("a", "bc"), new Unlabelled(4))))
                .isNotEqualTo(TableFingerprint.of(labelled));
        assertThat(TableFingerprint.of(labelled))
                .isNotEqualTo(TableFingerprint.of(new Table(
                        features, List.of("ab", "c"), labelled.targets(), SampleWeights.copyOf(new float[] {1, 2, 1, 1
                        }))));
    }
}
