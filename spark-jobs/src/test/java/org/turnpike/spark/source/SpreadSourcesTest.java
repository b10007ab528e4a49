package org.turnpike.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.data.DataError;
import org.turnpike.data.KeyedRandom;
import org.turnpike.data.TableFingerprint;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.spark.storage.HdfsFixture;
import org.turnpike.spark.storage.Storage;

/** The same rows, however they are written, are the same data set. */
class SpreadSourcesTest {
    private static final int ROWS = 60;
    private static final CsvFormat SKIPPING = CsvFormat.plain().withInvalidRows(CsvFormat.InvalidRows.SKIP);
    private static final ColumnSettings BY_KIND = columns("kind", CsvFormat.plain());

    @RegisterExtension
    static final SourceSession SESSION = new SourceSession();

    @TempDir
    static Path directory;

    private static String oneFile;
    private static Dataset<Row> table;
    private static DataSet expected;

    @BeforeAll
    static void write() throws IOException {
        KeyedRandom random = new KeyedRandom("spread sources", 5);
        List<String> lines = IntStream.range(0, ROWS)
                .mapToObj(row -> (float) random.nextGaussian() + "," + random.nextInt(100) + ","
                        + (row < ROWS / 2 ? "cat" : "dog") + "," + row % 3 + ".5,id" + row)
                .toList();
        oneFile = file("one.csv", "a,b,kind,w,name\n" + String.join("\n", lines) + "\n");
        table = SESSION.spark()
                .read()
                .option("header", true)
                .csv(oneFile)
                .selectExpr("cast(a as double) a", "cast(b as int) b", "kind", "cast(w as decimal(4,1)) w", "name");
        expected = read(oneFile);
    }

    @Test
    void csvInPartFiles() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(oneFile));
        for (int part = 0; part < 7; part++) {
            int remainder = part;
            // the last of them has a header alone
            String rows = IntStream.range(1, lines.size())
                    .filter(line -> remainder < 6 && line % 6 == remainder)
                    .mapToObj(lines::get)
                    .collect(Collectors.joining("\n"));
            file("parts/part-" + part + ".csv", lines.get(0) + "\n" + rows + "\n");
        }
        file("parts/_SUCCESS", "");
        requireSame(directory.resolve("parts").toString());
        requireSame(directory.resolve("parts") + "/part-*.csv");
    }

    @Test
    void compressedCsv() {
        String gzip = written(
                "gzip", table.repartition(3).write().option("header", true).option("compression", "gzip")::csv);
        String bzip2 = written(
                "bzip2", table.coalesce(1).write().option("header", true).option("compression", "bzip2")::csv);
        requireSame(gzip);
        requireSame(bzip2);
    }

    @Test
    void parquetShuffledWithEmptyAndOneClassPartitions() {
        Dataset<Row> shuffled = table.repartition(9, table.col("kind")).orderBy(functions.rand(3));
        requireSame(written("rows.parquet", shuffled.write()::parquet));
        requireSame("parquet:" + written("plain", table.repartition(5).write()::parquet));
        requireSame(written("by-kind", table.write().partitionBy("w")::parquet));
    }

    @Test
    void jsonAndTables() {
        requireSame(written("rows.json", table.repartition(2).write()::json));
        table.createOrReplaceTempView("rows_of_a_view");
        requireSame("table:rows_of_a_view");
        table.createOrReplaceGlobalTempView("shared_rows");
        requireSame("global_temp.shared_rows");
    }

    @Test
    void vectorsAreAsManyInputs() {
        Dataset<Row> vectors = table.selectExpr("array(a, cast(b as double)) features", "kind", "w", "name");
        DataSet rows = read(written("arrays.parquet", vectors.write()::parquet));
        assertThat(rows.schema().features()).containsExactly("features[0]", "features[1]");
        assertThat(rows.training().sample(DataPart.EVERY_ROW).features())
                .isEqualTo(expected.training().sample(DataPart.EVERY_ROW).features());
        Dataset<Row> stored = table.selectExpr(
                "named_struct('type', cast(0 as tinyint), 'size', 2, 'indices', array(0, 1), 'values', array(a, cast(b as"
                        + " double))) v",
                "kind",
                "w",
                "name");
        assertThat(read(written("vectors.parquet", stored.write()::parquet))
                        .training()
                        .sample(DataPart.EVERY_ROW)
                        .features())
                .isEqualTo(expected.training().sample(DataPart.EVERY_ROW).features());
    }

    @Test
    void libsvm() throws IOException {
        String sparse = file("rows.libsvm", "1 1:0.5 3:2 # a remark\n\n-1 2:1e-1\n1 1:7\n");
        DataSet rows = read(sparse, columns("last", CsvFormat.plain()));
        assertThat(rows.schema().features()).containsExactly("f1", "f2", "f3");
        assertThat(rows.schema().outputs().names()).containsExactly("-1", "1");
        assertThat(rows.training().sample(DataPart.EVERY_ROW).rows()).isEqualTo(3);
        String broken = file("broken.libsvm", "1 1:0.5\n0 2:1 1:3\n");
        assertThatThrownBy(() -> read(broken, columns("last", CsvFormat.plain())))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("expected index:value with indices ascending from 1 to 1, found '2:1'");
    }

    @Test
    void labelsMayBeTruthsOrNumbers() {
        Dataset<Row> truths = table.selectExpr("a", "b", "kind = 'cat' as kind");
        assertThat(read(written("truths.parquet", truths.write()::parquet), columns("kind", CsvFormat.plain(), false))
                        .schema()
                        .outputs()
                        .names())
                .containsExactly("false", "true");
        Dataset<Row> numbers = table.selectExpr("a", "b", "if(kind = 'cat', 10.0D, 9.0D) as kind");
        assertThat(read(written("numbers.parquet", numbers.write()::parquet), columns("kind", CsvFormat.plain(), false))
                        .schema()
                        .outputs()
                        .names())
                .containsExactly("9", "10");
    }

    @Test
    void aColumnHoldsRowsOutAndAModelFindsItsFeatures() {
        Dataset<Row> marked = table.selectExpr("name", "kind", "b", "a", "w", "b > 50 as held");
        String place = written("marked.parquet", marked.write()::parquet);
        DataSet rows =
                reader().read(new DataSettings(place, new Validation.Column("held"), Optional.empty(), BY_KIND, 7));
        assertThat(rows.validation().orElseThrow().sample(DataPart.EVERY_ROW).rows()
                        + rows.training().sample(DataPart.EVERY_ROW).rows())
                .isEqualTo(ROWS);
        ReadRows toPredict = reader().toPredict(place, BY_KIND, List.of("a", "b"), Optional.of("name"));
        assertThat(toPredict.ids().orElseThrow()).contains("id0", "id59").hasSize(ROWS);
        assertThat(toPredict.table().featureNames()).containsExactly("a", "b");
    }

    @Test
    void invalidRowsAreErrorsWithTheirPlaceOrAreCounted() throws IOException {
        Dataset<Row> holes = table.selectExpr("if(name = 'id7', null, a) a", "b", "kind", "w", "name")
                .union(SESSION.spark()
                        .sql(
                                "select double('NaN'), 1, 'cat', 1.5, 'id100' union all select double('Infinity'), 1, 'cat',"
                                        + " 1.5, 'id101' union all select 1e300D, 2, null, 1.5, 'id102'"));
        String place = written("holes.parquet", holes.coalesce(1).write()::parquet);
        assertThatThrownBy(() -> read(place))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("the row with a = null, b = ")
                .hasMessageContaining(
                        ", column 'a': expected a finite number, found an empty field. Correct the value or use"
                                + " other columns, or set invalid = skip to leave such rows out.");
        DataSet rows = read(place, columns("kind", SKIPPING));
        assertThat(rows.training().skipped()).isEqualTo(4);
        assertThat(rows.training().sample(DataPart.EVERY_ROW).rows()).isEqualTo(ROWS - 1);
        assertThat(rows.training().skipReasons()).hasSize(4).first().asString().contains("column 'a'");

        file("ragged/1.csv", "a,b,kind,w,name\n1,2,cat,1,x\n1,2\n3,4,dog,1,y\n");
        String ragged = directory.resolve("ragged").toString();
        assertThatThrownBy(() -> read(ragged))
                .hasMessageContaining("line '1,2': expected 5 fields as in the first line, found another row.");
        assertThat(read(ragged, columns("kind", SKIPPING)).training().skipped()).isEqualTo(1);
        file("torn/1.csv", "a,b,kind,w,name\n1,2,cat,1,\"x\ny\"\n3,4,dog,1,y\n");
        assertThatThrownBy(() -> read(directory.resolve("torn").toString()))
                .hasMessageContaining(": expected rows of one line each, as in every source that Spark reads, found a"
                        + " quotation mark that does not end on its line. Take line breaks out of the text or"
                        + " write Parquet (a single CSV file of at most 256 MB may have them), or set invalid = skip");
        file("ragged.json", "{\"a\":1,\"b\":2,\"kind\":\"cat\",\"w\":1,\"name\":\"x\"}\nno json\n");
        assertThatThrownBy(() -> read(directory.resolve("ragged.json").toString()))
                .hasMessageContaining("line 'no json': expected a JSON object, found another row.");
    }

    @Test
    void whatIsNoUsableTable() throws IOException {
        Files.createDirectories(directory.resolve("nothing.parquet"));
        refuses("nothing.parquet", "expected a directory with files of data, found none.");
        file("fake.parquet", "a,b,kind\n1,2,cat\n");
        refuses(
                "fake.parquet",
                "expected a Parquet table that Spark can read, found a file in another format: 'fake.parquet'. Check the"
                        + " files, or name their format: data.format.");
        assertThatThrownBy(() -> read("table:no_such_table"))
                .hasMessage(
                        "table:no_such_table: expected a table or view that Spark knows, found none of that name. Check"
                                + " its name and Spark's catalog; a file is named by its path.");
        assertThatThrownBy(() -> read("no.such_table")).hasMessageContaining("expected a table or view");
        String rows = written("again.parquet", table.write()::parquet);
        assertThatThrownBy(() -> read(rows, columns("kin", CsvFormat.plain())))
                .hasMessage(
                        rows + ", columns: expected a column 'kin', found 5 columns, 'a', 'b', 'kind', 'w', 'name'. Did"
                                + " you mean 'kind'? Refer to a column by its name or its position, counted from 0.");
        assertThatThrownBy(() -> read(rows, columns("a", CsvFormat.plain())))
                .hasMessageContaining("column 'kind'")
                .hasMessageContaining("expected numbers, found string. List the columns to learn from: data.features.");
        String one = written("one.parquet", table.where("kind = 'cat'").write()::parquet);
        assertThatThrownBy(() -> read(one))
                .hasMessageContaining("expected at least two classes, found only 'cat' in 30 rows");
        String none = written("none.parquet", table.where("kind = 'cow'").write()::parquet);
        assertThatThrownBy(() -> read(none))
                .hasMessage(none + ": expected rows, found none. Check what wrote the table.");
        String varying = written(
                "varying.parquet",
                table.selectExpr("if(name = 'id0', array(a, a), array(a)) v", "kind", "w", "name")
                        .coalesce(1)
                        .write()::parquet);
        assertThatThrownBy(() -> read(varying))
                .hasMessageContaining("column 'v': expected 2 numbers, as in the first row, found 1.");
    }

    @Test
    void readsFromHdfs(@TempDir Path blocks) throws IOException {
        try (HdfsFixture hdfs = HdfsFixture.start(blocks)) {
            String place = hdfs.place("/rows/all.parquet");
            table.repartition(3).write().parquet(place);
            requireSame(place);
            table.coalesce(1).write().option("header", true).csv(hdfs.place("/rows/csv"));
            requireSame(hdfs.place("/rows/csv"));
            String single = hdfs.place("/rows/single.csv");
            hdfs.files()
                    .copyFromLocalFile(new org.apache.hadoop.fs.Path(oneFile), new org.apache.hadoop.fs.Path(single));
            requireSame(single);
        }
    }

    @Test
    void rowsThatStayOnTheExecutorsAreTheSame() {
        for (Validation validation :
                List.of(new Validation.Fraction(0.25), new Validation.Fraction(0.05), new Validation.None())) {
            DataSet inMemory = read(oneFile, BY_KIND, validation);
            String place = directory + "/dealt-" + validation.hashCode() + ".parquet";
            table.repartition(5).write().parquet(place);
            DataSet dealt = dealing().read(new DataSettings(place, validation, Optional.of(place), BY_KIND, 7));
            requireSame(dealt.training(), inMemory.training());
            assertThat(dealt.validation().isPresent())
                    .isEqualTo(inMemory.validation().isPresent());
            dealt.validation()
                    .ifPresent(part -> requireSame(part, inMemory.validation().orElseThrow()));
            assertThat(dealt.test().orElseThrow().rows()).isEqualTo(ROWS);
        }
    }

    @Test
    void rowsThatOccurSeveralTimesAreDrawnAsOften() {
        Dataset<Row> several = table.union(table.where("b > 50")).union(table.where("b > 30"));
        String place = written("several.parquet", several.write()::parquet);
        for (double share : new double[] {0.1, 0.3, 0.5, 0.7}) {
            DataSet inMemory = read(place, BY_KIND, new Validation.Fraction(share));
            DataSet dealt = dealing()
                    .read(new DataSettings(place, new Validation.Fraction(share), Optional.empty(), BY_KIND, 7));
            requireSame(dealt.training(), inMemory.training());
            requireSame(dealt.validation().orElseThrow(), inMemory.validation().orElseThrow());
        }
    }

    @Test
    void faultsAreFoundOnTheExecutors() throws IOException {
        file("faulty/1.csv", "a,b,kind,w,name\n1,2,cat,1,x\n3,4,dog,1,y\nNaN,2,cat,1,z\n");
        String faulty = directory.resolve("faulty").toString();
        assertThatThrownBy(() ->
                        dealing().read(new DataSettings(faulty, new Validation.None(), Optional.empty(), BY_KIND, 7)))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("column 'a': expected a finite number, found 'NaN'");
        DataSet skipping = dealing()
                .read(new DataSettings(faulty, new Validation.None(), Optional.empty(), columns("kind", SKIPPING), 7));
        assertThat(skipping.training().skipped()).isEqualTo(1);
        assertThat(skipping.training().rows()).isEqualTo(2);
    }

    private static void requireSame(DataPart found, DataPart wanted) {
        assertThat(found.schema()).isEqualTo(wanted.schema());
        assertThat(found.rows()).isEqualTo(wanted.rows());
        assertThat(found.fingerprint()).isEqualTo(wanted.fingerprint());
        assertThat(found.sample(DataPart.EVERY_ROW)).isEqualTo(wanted.sample(DataPart.EVERY_ROW));
        assertThat(found.sample(3)).isEqualTo(wanted.sample(3));
        assertThat(found.standardisation()).isEqualTo(wanted.standardisation());
    }

    /** Leaves all rows that Spark reads on the executors. */
    private static SourceReader dealing() {
        return new SourceReader(new Storage(new Configuration()), SESSION::spark, SourceReader.Memory.ofCluster());
    }

    private static void refuses(String name, String message) {
        assertThatThrownBy(() -> read(directory.resolve(name).toString())).hasMessageContaining(message);
    }

    /** The same rows in the same order, to the last bit, split alike. */
    private static void requireSame(String place) {
        DataSet found = read(place);
        assertThat(found.training().sample(DataPart.EVERY_ROW))
                .isEqualTo(expected.training().sample(DataPart.EVERY_ROW));
        assertThat(found.validation().orElseThrow().sample(DataPart.EVERY_ROW))
                .isEqualTo(expected.validation().orElseThrow().sample(DataPart.EVERY_ROW));
        assertThat(TableFingerprint.of(found.training().sample(DataPart.EVERY_ROW)))
                .isEqualTo(TableFingerprint.of(expected.training().sample(DataPart.EVERY_ROW)));
    }

    private static DataSet read(String place) {
        return read(place, BY_KIND, new Validation.Fraction(0.25));
    }

    private static DataSet read(String place, ColumnSettings columns) {
        return read(place, columns, new Validation.None());
    }

    private static DataSet read(String place, ColumnSettings columns, Validation validation) {
        return reader().read(new DataSettings(place, validation, Optional.empty(), columns, 7));
    }

    private static SourceReader reader() {
        return new SourceReader(new Storage(new Configuration()), SESSION::spark);
    }

    private static ColumnSettings columns(String label, CsvFormat format) {
        return columns(label, format, !label.equals("last"));
    }

    private static ColumnSettings columns(String label, CsvFormat format, boolean all) {
        return new ColumnSettings(
                List.of(label),
                List.of(),
                all ? Optional.of("w") : Optional.empty(),
                all ? Optional.of("name") : Optional.empty(),
                Task.AUTOMATIC,
                format);
    }

    private static String written(String name, java.util.function.Consumer<String> writer) {
        String place = directory.resolve(name).toString();
        writer.accept(place);
        return place;
    }

    private static String file(String name, String text) throws IOException {
        Path path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return path.toString();
    }
}
