package org.turnpike.spark.source.frame;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.turnpike.data.DataError;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.spark.source.DataFormat;
import org.turnpike.spark.source.Source;

/** Opens a source as a data frame. What is wrong with the place or the format is a {@link DataError}. */
final class FrameReader {
    private static final Pattern NOT_PARQUET = Pattern.compile("([^/\\s]+) is not a Parquet file");
    private static final int MOST_CHARACTERS = 200;

    private final SparkSession spark;

    FrameReader(SparkSession spark) {
        this.spark = spark;
    }

    /** @param csv how text is written, where the source is some */
    Frame open(Source.Spread source, CsvFormat csv) {
        return reading(source, () -> switch (source.format()) {
            case CSV -> csv(source, csv);
            case PARQUET -> frame(source, spark.read().parquet(source.location()), List.of());
            case JSON -> json(source);
            case LIBSVM -> new LibsvmReader(spark).open(source);
            case TABLE -> frame(source, spark.table(source.location()), List.of());
            case IMAGES -> throw new IllegalArgumentException("images are opened by an ImageFolderReader");
            case IDX -> throw new IllegalArgumentException("IDX files are read without Spark");
        });
    }

    /** Every field is text, which the same rules turn into numbers as in a file that is read without Spark. */
    private Frame csv(Source.Spread source, CsvFormat format) {
        if (format.skipLines() > 0) {
            throw new DataError(
                    source.text(),
                    "a table from its first line on",
                    "data.skip-lines = " + format.skipLines(),
                    "Lines can be skipped in a single CSV file of at most 256 MB; take them out of these files.");
        }
        boolean named = format.header() == CsvFormat.Header.PRESENT;
        DataFrameReader reader = spark.read()
                .option("sep", String.valueOf(format.separator()))
                .option("header", named)
                .option("quote", "\"")
                .option("escape", "\"")
                .option("maxColumns", 1 << 17)
                .option("enforceSchema", false)
                // else rows are not held against the columns that nobody asked for
                .option("columnPruning", false);
        String[] found = reader.csv(source.location()).columns();
        StructType schema = new StructType();
        List<String> names = new ArrayList<>();
        for (int column = 0; column < found.length; column++) {
            names.add(named ? found[column].strip() : "c" + column);
            schema = schema.add(named ? found[column] : "c" + column, DataTypes.StringType);
        }
        schema = schema.add(Frame.RAW, DataTypes.StringType);
        Dataset<Row> rows = reader.option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", Frame.RAW)
                .schema(schema)
                .csv(source.location());
        return frame(source, renamed(rows, names), List.of(Frame.RAW));
    }

    private Frame json(Source.Spread source) {
        DataFrameReader reader = spark.read().option("columnNameOfCorruptRecord", Frame.RAW);
        StructType found = reader.json(source.location()).schema();
        StructType schema = new StructType();
        for (StructField field : found.fields()) {
            schema = field.name().equals(Frame.RAW) ? schema : schema.add(field);
        }
        if (schema.fields().length == 0) {
            throw new DataError(
                    source.text(),
                    "a JSON object on every line",
                    found.fields().length == 0 ? "no row" : "text that is none",
                    "Write one object a line, or name the format: data.format.");
        }
        Dataset<Row> rows =
                reader.schema(schema.add(Frame.RAW, DataTypes.StringType)).json(source.location());
        return frame(source, rows, List.of(Frame.RAW));
    }

    private static Dataset<Row> renamed(Dataset<Row> rows, List<String> names) {
        String[] all = rows.columns();
        IntStream.range(0, names.size()).forEach(column -> all[column] = names.get(column));
        return rows.toDF(all);
    }

    /** @param own columns of ours among those of {@code rows} */
    private static Frame frame(Source.Spread source, Dataset<Row> rows, List<String> own) {
        List<String> columns = List.of(rows.columns()).stream()
                .filter(name -> !own.contains(name))
                .toList();
        Column file = source.format() == DataFormat.TABLE ? lit(null).cast(DataTypes.StringType) : input_file_name();
        List<Column> all = new ArrayList<>();
        for (String name : rows.columns()) {
            all.add(col("`" + name.replace("`", "``") + "`"));
        }
        all.add(file.as(Frame.FILE));
        return new Frame(source.text(), rows.select(all.toArray(Column[]::new)), columns);
    }

    private static Frame reading(Source.Spread source, Supplier<Frame> opening) {
        try {
            return opening.get();
        } catch (Exception e) {
            throw translated(source, e);
        }
    }

    /** What to throw where Spark could not read the source, when it was opened or later. */
    static RuntimeException translated(Source.Spread source, Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataError error) {
                return error;
            }
        }
        boolean table = source.format() == DataFormat.TABLE;
        if (table && failed instanceof AnalysisException) {
            return new DataError(
                    source.text(),
                    "a table or view that Spark knows",
                    "none of that name",
                    "Check its name and Spark's catalog; a file is named by its path.");
        }
        if (failed instanceof AnalysisException || isOfTheFormat(failed)) {
            return new DataError(
                    source.text(),
                    source.form() + " that Spark can read",
                    found(firstLine(failed)),
                    "Check the files, or name their format: data.format.");
        }
        return failed instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failed);
    }

    /** Spark's own words, but for those that begin with a long path and say what is wrong behind it. */
    private static String found(String line) {
        Matcher other = NOT_PARQUET.matcher(line);
        return other.find()
                ? "a file in another format: " + DataError.quoted(other.group(1), MOST_CHARACTERS)
                : DataError.quoted(line, MOST_CHARACTERS);
    }

    private static boolean isOfTheFormat(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String condition = cause instanceof SparkException known ? String.valueOf(known.getCondition()) : "";
            String message = String.valueOf(cause.getMessage());
            if (condition.startsWith("FAILED_READ_FILE")
                    || condition.startsWith("CANNOT_READ_FILE_FOOTER")
                    || condition.startsWith("UNABLE_TO_INFER_SCHEMA")
                    || message.contains("is not a Parquet file")
                    || message.contains("CSV header does not conform")) {
                return true;
            }
        }
        return false;
    }

    private static String firstLine(Throwable failed) {
        Throwable deepest = failed;
        while (deepest.getCause() != null && deepest.getCause().getMessage() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
    }
}
