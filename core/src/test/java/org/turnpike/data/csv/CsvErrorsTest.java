package org.turnpike.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.data.ByteSource;
import org.turnpike.data.DataError;
import org.turnpike.data.Memory;

class CsvErrorsTest {
    private static final CsvColumns BY_KIND = CsvColumns.allFor(new CsvTarget.ClassColumn("kind"));
    private static final CsvFormat HEADERLESS = CsvFormat.plain().withHeader(CsvFormat.Header.ABSENT);

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\ufeff"})
    void anEmptyFile(String text) {
        error(text, BY_KIND)
                .hasMessage("t.csv: expected rows of data, found an empty file. Check what wrote the file.");
    }

    @Test
    void aHeaderAlone() {
        error("x,kind\n", BY_KIND)
                .hasMessage("t.csv: expected rows after the header, found none. Check what wrote the file.");
    }

    @Test
    void aRaggedRow() {
        error("x,kind\n1,a\n2\n", BY_KIND)
                .hasMessage("t.csv, line 3: expected 2 fields as in the first line, found 1. "
                        + "Mend the row, or set invalid = skip to leave such rows out.");
        error("x,kind\n1,a\n2,b,\n", BY_KIND)
                .hasMessageContaining("line 3: expected 2 fields as in the first line, found 3");
    }

    @Test
    void aFirstLineThatIsNoPartOfTheTable() {
        String sizes = "3,2,no,yes\n1,2,0\n3,4,1\n";
        error(sizes, HEADERLESS, CsvColumns.allFor(new CsvTarget.ClassColumn("last")))
                .hasMessage("t.csv, line 1, column 'c2': expected a finite number, found 'no'. "
                        + "If the first line is a header or no part of the table, set header = true or skip-lines. "
                        + "Correct the value or use other columns, or set invalid = skip to leave such rows out.");
        error(sizes, HEADERLESS, CsvColumns.toPredict(List.of("c0")))
                .hasMessage("t.csv, line 2: expected 4 fields as in the first line, found 3. "
                        + "If the first line is no part of the table, leave it out with skip-lines. "
                        + "Mend the row, or set invalid = skip to leave such rows out.");
        error(sizes, CsvColumns.allFor(new CsvTarget.ClassColumn("no")))
                .hasMessageContaining("If the first line is no part of the table, leave it out with skip-lines.");
        error(sizes, CsvColumns.allFor(new CsvTarget.ClassColumn("target")))
                .hasMessage("t.csv, header: expected a column 'target', found 4 columns, '3', '2', 'no', 'yes'. "
                        + "Refer to a column by its name or its position, counted from 0; "
                        + "if the first line is no header, set header = false.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "NaN", "inf", "-Infinity", "1d", "0x10"})
    void textWhereANumberBelongs(String text) {
        error("x,kind\n1,a\n" + text + ",b\n", BY_KIND)
                .hasMessage(
                        "t.csv, line 3, column 'x': expected a finite number, found '" + text + "'. Correct the value "
                                + "or use other columns, or set invalid = skip to leave such rows out.");
    }

    @Test
    void anEmptyField() {
        error("x,kind\n ,a\n", BY_KIND)
                .hasMessageContaining("line 2, column 'x': expected a finite number, found an empty field.");
        error("x,kind\n1,\n", BY_KIND)
                .hasMessage("t.csv, line 2, column 'kind': expected a class label, found an empty field. "
                        + "Fill it in, or set invalid = skip to leave such rows out.");
        error("x,kind\n1,nan\n", BY_KIND).hasMessageContaining("expected a class label, found 'nan'");
    }

    @Test
    void aNumberBeyondSinglePrecision() {
        error("x,kind\n-1e39,a\n", BY_KIND)
                .hasMessageContaining("expected a number of at most 3.4e38, the range of float32, found '-1e39'");
    }

    @Test
    void textWhereAValueToLearnBelongs() {
        error("x,y\n1,high\n", CsvColumns.allFor(new CsvTarget.ValueColumns(List.of("y"))))
                .hasMessage("t.csv, line 2, column 'y': expected a finite number, found 'high'. "
                        + "Correct the value or use other columns, or set invalid = skip to leave such rows out.");
    }

    @Test
    void linesAreCountedThroughQuotesAndSkippedLines() {
        error("x,kind\n\n1,\"a\n\n\"\nbad,b\n", BY_KIND).hasMessageContaining("t.csv, line 6, column 'x'");
        error("title\nx,kind\n1,a\nbad,b\n", CsvFormat.plain().withSkipLines(1), BY_KIND)
                .hasMessageContaining("t.csv, line 4, column 'x'");
    }

    @Test
    void aMissingColumn() {
        error("x,kinds\n1,a\n", BY_KIND)
                .hasMessage(
                        "t.csv, header: expected a column 'kind', found 2 columns, 'x', 'kinds'. Did you mean 'kinds'? "
                                + "Refer to a column by its name or its position, counted from 0; if the first line is no header, set header = false.");
        error("x,kind\n1,a\n", CsvColumns.toPredict(List.of("age"))).hasMessageContaining("expected a column 'age'");
        error("1,2,3,4,5,6,7,8,9,10,11\n", BY_KIND)
                .hasMessageContaining("found 11 columns, '1', '2',")
                .hasMessageContaining("'10', …");
    }

    @Test
    void anotherSeparator() {
        error("x;kind\n1;a\n", BY_KIND)
                .hasMessage(
                        "t.csv, header: expected a column 'kind', found one column, 'x;kind'. "
                                + "The file looks separated by ';': set separator. "
                                + "Refer to a column by its name or its position, counted from 0; if the first line is no header, set header = false.");
    }

    @Test
    void columnsWithoutNameOrWithTheSameNameOnlyWhereTheyAreUsed() throws IOException {
        error(",x,kind\n0,1,a\n", BY_KIND)
                .hasMessage("t.csv, header: expected a name for every column, found none for column 1. "
                        + "Name the column, or list the features.");
        error("x,x,kind\n0,1,a\n", BY_KIND)
                .hasMessage("t.csv, header: expected each column name once, found 'x' in columns 1 and 2. "
                        + "Rename one; if the first line is no header, set header = false.");
        error("kind,x,kind\nb,1,a\n", BY_KIND).hasMessageContaining("'kind' in columns 1 and 3");
        CsvColumns onlyY = CsvColumns.toPredict(List.of("y"));
        assertThat(CsvReader.read(Memory.file("t.csv", ",x,x,,y\n1,2,3,4,5\n"), CsvFormat.plain(), onlyY)
                        .table()
                        .features()
                        .value(0, 0))
                .isEqualTo(5);
    }

    @Test
    void noFeature() {
        error("kind\na\n", BY_KIND)
                .hasMessage(
                        "t.csv, header: expected a feature beside the columns used otherwise, found one column, 'kind'. "
                                + "Add columns, or check the separator.");
    }

    @Test
    void aColumnForTwoPurposes() {
        CsvTarget kind = new CsvTarget.ClassColumn("last");
        error("x,kind\n1,a\n", new CsvColumns(List.of("x", "kind"), kind, Optional.empty(), Optional.empty()))
                .hasMessage("t.csv, header: expected each column used once, found 'kind' used twice. "
                        + "A label among the features would be learned by heart: leave one out.");
        error("x,kind\n1,a\n", new CsvColumns(List.of("0"), kind, Optional.of("x"), Optional.empty()))
                .hasMessageContaining("found 'x' used twice");
    }

    @Test
    void oneClassOnly() {
        error("x,kind\n1,a\n2,a\n", BY_KIND)
                .hasMessage("t.csv, column 'kind': expected at least two classes, found only 'a' in 2 rows. "
                        + "Add rows of another class, or choose another label.");
    }

    @Test
    void decimalLabels() {
        error("x,kind\n1,1\n2,1.5\n", BY_KIND)
                .hasMessage("t.csv, column 'kind': expected class labels, which are whole numbers or names, "
                        + "found decimal numbers such as '1.5'. Choose another label, or regress on the column as a value:"
                        + " task = regression.");
    }

    @Test
    void aLabelOutsideTheModelsClasses() {
        CsvTarget target = new CsvTarget.ClassColumn("kind", Optional.of(List.of("setosa", "virginica")));
        error("x,kind\n1,setosa\n2,virginia\n", CsvColumns.allFor(target))
                .hasMessage(
                        "t.csv, line 3, column 'kind': expected one of the classes setosa, virginica, found 'virginia'. "
                                + "Did you mean 'virginica'? Correct the label, or set invalid = skip to leave such rows out.");
    }

    @Test
    void weightsThatCannotBe() {
        CsvColumns columns = new CsvColumns(List.of("x"), new CsvTarget.None(), Optional.of("w"), Optional.empty());
        error("x,w\n1,1\n1,-0.5\n", columns)
                .hasMessage("t.csv, line 3, column 'w': expected a weight of at least 0, found '-0.5'. "
                        + "Correct the value, or set invalid = skip to leave such rows out.");
        error("x,w\n1,0\n1,0\n", columns)
                .hasMessage("t.csv, column 'w': expected a weight above 0, found 0 in every row. "
                        + "Choose another weight column.");
    }

    @Test
    void validationColumnsThatCannotBe() {
        CsvColumns columns = new CsvColumns(List.of("x"), new CsvTarget.None(), Optional.empty(), Optional.of("v"));
        error("x,v\n1,maybe\n", columns)
                .hasMessage("t.csv, line 2, column 'v': expected true, 1, false or 0, found 'maybe'. "
                        + "Correct the value, or set invalid = skip to leave such rows out.");
        error("x,v\n1,1\n2,true\n", columns)
                .hasMessage("t.csv, column 'v': expected rows to train on and rows to validate on, "
                        + "found 2 of 2 rows to validate on. Choose another validation column, or a fraction.");
    }

    @Test
    void everyRowSkipped() {
        error("x,kind\n?,a\n?,b\n", CsvFormat.plain().withInvalidRows(CsvFormat.InvalidRows.SKIP), BY_KIND)
                .hasMessage("t.csv: expected at least one valid row, found none in 2. The first fault: "
                        + "t.csv, line 2, column 'x': expected a finite number, found '?'. "
                        + "Correct the value or use other columns.");
    }

    @Test
    void textInAnotherEncoding() {
        byte[] latin = "x,kind\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        failure(Memory.file("t.csv", latin))
                .isInstanceOf(DataError.class)
                .hasMessage("t.csv, after line 0: expected text in UTF-8, found bytes that are none. "
                        + "Convert the file to UTF-8; or is it no CSV file?");
        failure(Memory.file("t.csv", "x,kind\n1,a\n".getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("expected text in UTF-8");
    }

    @Test
    void quotesThatAreNotClosed() {
        error("x,kind\n1,a\n2,\"b\n3,a\n", BY_KIND)
                .hasMessageStartingWith("t.csv, after line 2: expected fields that follow the rules of CSV, found '")
                .hasMessageEndingWith("Close each quoted field with a quote, and double the quotes inside it.");
        error("x,kind\n1,\"a\"b\n2,c\n", BY_KIND).hasMessageContaining("expected fields that follow the rules of CSV");
    }

    @Test
    void aGzipFileCutOff() {
        byte[] whole = Memory.gzip("x,kind\n1,a\n2,b\n".repeat(50).getBytes(StandardCharsets.UTF_8));
        failure(Memory.file("t.csv.gz", Arrays.copyOf(whole, whole.length - 10)))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("t.csv.gz: expected an intact gzip file");
    }

    @Test
    void storageThatFailsIsNoFaultOfTheData() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk lost");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        InputStream start = new ByteArrayInputStream("x,kind\n1,a\n".getBytes(StandardCharsets.UTF_8));
        failure(ByteSource.of("t.csv", () -> new SequenceInputStream(start, failing)))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk lost");
    }

    private static AbstractThrowableAssert<?, ?> error(String text, CsvColumns columns) {
        return error(text, CsvFormat.plain(), columns);
    }

    private static AbstractThrowableAssert<?, ?> error(String text, CsvFormat format, CsvColumns columns) {
        return assertThatThrownBy(() -> CsvReader.read(Memory.file("t.csv", text), format, columns))
                .isInstanceOf(DataError.class);
    }

    private static AbstractThrowableAssert<?, ?> failure(ByteSource source) {
        return assertThatThrownBy(() -> CsvReader.read(source, CsvFormat.plain(), BY_KIND));
    }
}
