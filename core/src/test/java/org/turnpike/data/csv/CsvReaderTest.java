package org.turnpike.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.Memory;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.SampleWeights;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;
import org.turnpike.data.Unlabelled;

class CsvReaderTest {
    private static final CsvColumns BY_KIND = CsvColumns.allFor(new CsvTarget.ClassColumn("kind"));

    @Test
    void readsFeaturesAndSortedClasses() throws IOException {
        Table table = read("x,kind,y\n1,b,2\n3,a,-4.5e1\n5,c,.5\n6,a,7\n", CsvFormat.plain(), BY_KIND);

        assertThat(table)
                .isEqualTo(new Table(
                        RowMatrix.copyOf(new float[] {1, 2, 3, -45, 5, 0.5f, 6, 7}, 2),
                        List.of("x", "y"),
                        ClassLabels.copyOf(new int[] {1, 0, 2, 0}, List.of("a", "b", "c"))));
    }

    @Test
    void sortsWholeNumbersBySizeHoweverTheyAreWritten() throws IOException {
        Table table = read("x,kind\n0,10\n0,9.0\n0,-1\n0,09\n0,10.\n", CsvFormat.plain(), BY_KIND);

        assertThat(table.targets()).isEqualTo(ClassLabels.copyOf(new int[] {2, 1, 0, 1, 2}, List.of("-1", "9", "10")));
    }

    @Test
    void numbersAmongNamesAreNamesInOneForm() throws IOException {
        Table table = read("x,kind\n0,10\n0,9\n0,9.0\n0,none\n", CsvFormat.plain(), BY_KIND);

        assertThat(((ClassLabels) table.targets()).classNames()).containsExactly("10", "9", "none");
    }

    @Test
    void takesTheFeaturesAskedForInTheirOrder() throws IOException {
        CsvColumns columns = new CsvColumns(
                List.of("z", "x"), new CsvTarget.ClassColumn("kind"), Optional.of("w"), Optional.empty());

        Table table = read("x,y,z,kind,w\n1,text,3,a,0.5\n4,,6,b,0\n", CsvFormat.plain(), columns);

        assertThat(table)
                .isEqualTo(new Table(
                        RowMatrix.copyOf(new float[] {3, 1, 6, 4}, 2),
                        List.of("z", "x"),
                        ClassLabels.copyOf(new int[] {0, 1}, List.of("a", "b")),
                        SampleWeights.copyOf(new float[] {0.5f, 0})));
    }

    @Test
    void allButLabelAndWeightAreFeatures() throws IOException {
        CsvColumns columns = new CsvColumns(
                List.of(), new CsvTarget.ValueColumns(List.of("b", "a")), Optional.of("w"), Optional.empty());

        Table table = read("a,x,w,b,y\n1,2,3,4,5\n", CsvFormat.plain(), columns);

        assertThat(table)
                .isEqualTo(new Table(
                        RowMatrix.copyOf(new float[] {2, 5}, 2),
                        List.of("x", "y"),
                        new TargetValues(RowMatrix.copyOf(new float[] {4, 1}, 2), List.of("b", "a")),
                        SampleWeights.copyOf(new float[] {3})));
    }

    @Test
    void columnsMayBeReferredToByPosition() throws IOException {
        CsvColumns columns = new CsvColumns(
                List.of("2", "1"), new CsvTarget.ClassColumn("last"), Optional.empty(), Optional.empty());

        Table table = read("2,x,y,kind\n1,7,-,a\n4,8,-,b\n", CsvFormat.plain(), columns);

        // '2' is the name of the first column, so that position 2 is not meant.
        assertThat(table.featureNames()).containsExactly("2", "x");
        assertThat(table.features()).isEqualTo(RowMatrix.copyOf(new float[] {1, 7, 4, 8}, 2));
    }

    @Test
    void aColumnMayHoldOutTheRowsToValidateOn() throws IOException {
        CsvColumns columns =
                new CsvColumns(List.of(), new CsvTarget.ClassColumn("kind"), Optional.empty(), Optional.of("held"));

        CsvTable read = CsvReader.read(
                Memory.file("t.csv", "x,held,kind\n1,0,a\n2,TRUE,b\n3,False,b\n4,1,a\n"), CsvFormat.plain(), columns);

        assertThat(read.table().featureNames()).containsExactly("x");
        assertThat(read.heldOut().orElseThrow().stream()).containsExactly(1, 3);
    }

    @Test
    void rowsToPredictNeedNoLabelAndMayHaveOtherColumns() throws IOException {
        Table table =
                read("id,y,x\nrow-1,2,1\nrow-2,4,3\n", CsvFormat.plain(), CsvColumns.toPredict(List.of("x", "y")));

        assertThat(table)
                .isEqualTo(
                        new Table(RowMatrix.copyOf(new float[] {1, 2, 3, 4}, 2), List.of("x", "y"), new Unlabelled(2)));
    }

    @Test
    void aModelsClassesKeepTheirPlacesAndNeedNotAllOccur() throws IOException {
        CsvTarget target = new CsvTarget.ClassColumn("kind", Optional.of(List.of("2", "1", "0")));

        Table table = read("x,kind\n0,1\n0,1.0\n", CsvFormat.plain(), CsvColumns.allFor(target));

        assertThat(table.targets()).isEqualTo(ClassLabels.copyOf(new int[] {1, 1}, List.of("2", "1", "0")));
    }

    @Test
    void toleratesTheUsualVariationsOfTheFormat() throws IOException {
        String plain = "x,kind\n1,a\n2,b\n";
        Table expected = read(plain, CsvFormat.plain(), BY_KIND);

        assertThat(read("\ufeff" + plain, CsvFormat.plain(), BY_KIND)).isEqualTo(expected);
        assertThat(read(plain.replace("\n", "\r\n"), CsvFormat.plain(), BY_KIND))
                .isEqualTo(expected);
        assertThat(read("\"x\",\"kind\"\n\"1\",\"a\"\n\"2\",b", CsvFormat.plain(), BY_KIND))
                .isEqualTo(expected);
        assertThat(read("x , kind\n\n 1 ,\ta\n\n2, b\n\n", CsvFormat.plain(), BY_KIND))
                .isEqualTo(expected);
        assertThat(read(plain.replace(',', ';'), CsvFormat.plain().withSeparator(';'), BY_KIND))
                .isEqualTo(expected);
        assertThat(read("a title, and more\n" + plain, CsvFormat.plain().withSkipLines(1), BY_KIND))
                .isEqualTo(expected);
        assertThat(CsvReader.read(
                                Memory.file("a", Memory.gzip(plain.getBytes(StandardCharsets.UTF_8))),
                                CsvFormat.plain(),
                                BY_KIND)
                        .table())
                .isEqualTo(expected);
    }

    @Test
    void quotedFieldsMayHoldSeparatorsQuotesAndLineEnds() throws IOException {
        Table table = read("x,kind\n1,\"a, \"\"b\"\"\"\n2,\"c\nd\"\n", CsvFormat.plain(), BY_KIND);

        assertThat(((ClassLabels) table.targets()).classNames()).containsExactly("a, \"b\"", "c\nd");
    }

    @Test
    void filesWithoutHeaderHaveNumberedColumns() throws IOException {
        CsvFormat format = CsvFormat.plain().withHeader(CsvFormat.Header.ABSENT);

        Table table = read("1,2,a\n3,4,b\n", format, CsvColumns.allFor(new CsvTarget.ClassColumn("c2")));

        assertThat(table.featureNames()).containsExactly("c0", "c1");
        assertThat(table.rows()).isEqualTo(2);
    }

    /** The first line of scikit-learn's breast_cancer.csv is "569,30,malignant,benign". */
    @Test
    void aFirstLineOfSizesCanBeSkipped() throws IOException {
        CsvFormat format = CsvFormat.plain().withHeader(CsvFormat.Header.ABSENT).withSkipLines(1);

        Table table = read("2,2,no,yes\n1,2,0\n3,4,1\n", format, CsvColumns.allFor(new CsvTarget.ClassColumn("c2")));

        assertThat(table.targets()).isEqualTo(ClassLabels.copyOf(new int[] {0, 1}, List.of("0", "1")));
    }

    @Test
    void leavesInvalidRowsOutAndCountsThem() throws IOException {
        CsvFormat format = CsvFormat.plain().withInvalidRows(CsvFormat.InvalidRows.SKIP);
        String text = "x,kind\n1,a\nNaN,a\n2\n,a\n3,\nx,b\n1e99,b\n4,b\n";

        CsvTable read = CsvReader.read(Memory.file("t.csv", text), format, BY_KIND);

        assertThat(read.table().features()).isEqualTo(RowMatrix.copyOf(new float[] {1, 4}, 1));
        assertThat(read.skippedRows()).isEqualTo(6);
        assertThat(read.skipped()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(read.skipReasons())
                .hasSize(5)
                .startsWith("t.csv, line 3, column 'x': expected a finite number, found 'NaN'. "
                        + "Correct the value or use other columns.");
    }

    @Test
    void anIdIsKeptAsTextAndIsNoFeature() throws IOException {
        CsvFormat format = CsvFormat.plain().withInvalidRows(CsvFormat.InvalidRows.SKIP);
        CsvColumns columns = new CsvColumns(
                List.of(), new CsvTarget.None(), Optional.empty(), Optional.empty(), Optional.of("name"));

        CsvTable read = CsvReader.read(Memory.file("t.csv", "name,x\n007,1\nb,no\n,3\n"), format, columns);

        assertThat(read.ids()).hasValue(List.of("007", ""));
        assertThat(read.table().featureNames()).containsExactly("x");
        assertThat(read("x\n1\n", CsvFormat.plain(), CsvColumns.toPredict(List.of("x")))
                        .rows())
                .isEqualTo(1);
    }

    @Test
    void aSkippedRowLeavesNoClassBehind() throws IOException {
        CsvFormat format = CsvFormat.plain().withInvalidRows(CsvFormat.InvalidRows.SKIP);

        Table table = read("x,kind\n1,a\nbad,ghost\n2,b\n", format, BY_KIND);

        assertThat(((ClassLabels) table.targets()).classNames()).containsExactly("a", "b");
    }

    @Test
    void readsManyRows() throws IOException {
        StringBuilder text = new StringBuilder("x,y,z,kind\n");
        for (int row = 0; row < 5000; row++) {
            text.append(row).append(",0.5,-1,").append(row % 3).append('\n');
        }

        Table table = read(text.toString(), CsvFormat.plain(), BY_KIND);

        assertThat(table.rows()).isEqualTo(5000);
        assertThat(table.features().value(4999, 0)).isEqualTo(4999);
        assertThat(((ClassLabels) table.targets()).label(4999)).isEqualTo(1);
    }

    private static Table read(String text, CsvFormat format, CsvColumns columns) throws IOException {
        return CsvReader.read(Memory.file("t.csv", text), format, columns).table();
    }
}
