package org.turnpike.spark.source.frame;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.turnpike.data.DataError;
import org.turnpike.data.csv.CsvColumns;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.spark.source.DataFormat;
import org.turnpike.spark.source.ReadRows;
import org.turnpike.spark.source.Source;

/** The rows of a source that Spark reads, with the columns that a data set needs; nothing but their layout is read at first. */
public final class SpreadRows {
    private final Source.Spread source;
    private final Frame frame;
    private final RowParser parser;
    private final RowNames names;
    private final CsvFormat.InvalidRows invalidRows;

    private SpreadRows(
            Source.Spread source, Frame frame, RowParser parser, RowNames names, CsvFormat.InvalidRows invalidRows) {
        this.source = source;
        this.frame = frame;
        this.parser = parser;
        this.names = names;
        this.invalidRows = invalidRows;
    }

    /**
     * Opens the source.
     *
     * @throws DataError where it is not there or of another format, or a column is missing or of no use
     */
    public static SpreadRows open(SparkSession spark, Source.Spread source, CsvColumns columns, CsvFormat format) {
        try {
            Frame frame = new FrameReader(spark).open(source, format);
            LabelRule labels = LabelRule.of(columns.target());
            String remedy = format.invalidRows() == CsvFormat.InvalidRows.SKIP
                    ? "."
                    : ", or set invalid = skip to leave such rows out.";
            if (source.format() == DataFormat.LIBSVM) {
                int width = columns.features().isEmpty()
                        ? largestIndex(frame)
                        : columns.features().size();
                RowNames names = new RowNames(
                        IntStream.rangeClosed(1, width).mapToObj(i -> "f" + i).toList(),
                        List.of("label"),
                        source.text() + ", label",
                        labels,
                        RowNames.Extras.none());
                return new SpreadRows(
                        source, frame, new LibsvmParser(width, labels, remedy), names, format.invalidRows());
            }
            FrameLayout layout = FrameLayout.of(frame, columns);
            if (!frame.has(Frame.RAW)) {
                frame = frame.withOnly(layout.usedColumns(frame));
                layout = FrameLayout.of(frame, layout.columns(columns));
            }
            RowNames names = RowNames.of(source.text(), layout, labels);
            return new SpreadRows(source, frame, new CellParser(layout, labels, remedy), names, format.invalidRows());
        } catch (Exception e) {
            throw FrameReader.translated(source, e);
        }
    }

    /** Names of the features and targets, and which of a row's parts there are. */
    RowNames names() {
        return names;
    }

    Source.Spread source() {
        return source;
    }

    /** Where faults are errors, a partition ends with the first of them. */
    JavaRDD<DataRow> rows() {
        RowParser parse = parser;
        boolean goOn = invalidRows == CsvFormat.InvalidRows.SKIP;
        FlatMapFunction<Iterator<Row>, DataRow> checked = rows -> new CheckedRows(rows, parse, goOn);
        return frame.rows().toJavaRDD().mapPartitions(checked);
    }

    /** Every row, in the order in which Spark has them, into this process. */
    public ReadRows collect() {
        try {
            List<DataRow> all = new ArrayList<>();
            rows().collect().forEach(row -> {
                if (!row.isValid() && invalidRows == CsvFormat.InvalidRows.ERROR) {
                    throw row.fault();
                }
                all.add(row);
            });
            return new CollectedRows(source, names).of(all);
        } catch (Exception e) {
            throw FrameReader.translated(source, e);
        }
    }

    private static int largestIndex(Frame frame) {
        return frame.rows()
                .select("value")
                .as(Encoders.STRING())
                .toJavaRDD()
                .map(LibsvmParser::largestIndex)
                .fold(1, Math::max);
    }
}
