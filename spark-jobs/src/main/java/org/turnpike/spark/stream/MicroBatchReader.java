package org.turnpike.spark.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.DecimalText;
import org.turnpike.data.NearestName;
import org.turnpike.data.RowDigests;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.SampleWeights;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;
import org.turnpike.data.Targets;
import org.turnpike.data.Unlabelled;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.model.Outputs;
import org.turnpike.spark.source.Schema;

/**
 * Brings a micro-batch to the driver: what one update learns from fits there, by the source's own limits
 * ({@code maxFilesPerTrigger}, {@code maxOffsetsPerTrigger}). Its rows are put into the order of their digests, so the update is
 * the same bits however they were partitioned.
 */
public final class MicroBatchReader {
    private final StreamColumns columns;
    private final Schema schema;
    private final CsvFormat.InvalidRows invalid;
    private final String where;

    /**
     * @param schema of the model
     * @param invalid what becomes of a row that cannot be used
     * @param where the stream, for messages
     */
    public MicroBatchReader(StreamColumns columns, Schema schema, CsvFormat.InvalidRows invalid, String where) {
        this.columns = columns;
        this.schema = schema;
        this.invalid = invalid;
        this.where = where;
    }

    /** @throws DataError where a row cannot be used, and is not to be skipped */
    public MicroBatch read(Dataset<Row> rows, long number) {
        Column[] used = Stream.of(columns.features().stream(), columns.label().stream(), columns.weight().stream())
                .flatMap(names -> names)
                .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new);
        List<float[]> read = new ArrayList<>();
        int skipped = 0;
        for (Row row : rows.select(used).collectAsList()) {
            try {
                read.add(numbers(row, number));
            } catch (DataError e) {
                if (invalid == CsvFormat.InvalidRows.ERROR) {
                    throw e;
                }
                skipped++;
            }
        }
        return new MicroBatch(number, table(read), skipped);
    }

    /** Features, then the class's number or the values, then the weight. */
    private float[] numbers(Row row, long batch) {
        int features = columns.features().size();
        int labels = columns.label().size();
        float[] numbers = new float[features + labels + 1];
        for (int i = 0; i < features; i++) {
            numbers[i] = number(row, i, batch);
        }
        for (int i = features; i < features + labels; i++) {
            numbers[i] = schema.outputs() instanceof Outputs.Classes classes
                    ? classNumber(classes.names(), row, i, batch)
                    : number(row, i, batch);
        }
        float weight = columns.weight().isPresent() ? number(row, features + labels, batch) : 1;
        if (weight < 0) {
            throw fault(row, features + labels, batch, "a weight of at least 0", "Correct the value");
        }
        numbers[features + labels] = weight;
        return numbers;
    }

    private Optional<Table> table(List<float[]> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        int features = columns.features().size();
        int labels = columns.label().size();
        float[] inputs = new float[rows.size() * features];
        float[] targets = new float[rows.size() * labels];
        float[] weights = new float[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, inputs, row * features, features);
            System.arraycopy(rows.get(row), features, targets, row * labels, labels);
            weights[row] = rows.get(row)[features + labels];
        }
        Table table = new Table(
                RowMatrix.takingOwnership(inputs, features),
                schema.features(),
                targets(targets, rows.size()),
                columns.weight().isPresent() ? SampleWeights.copyOf(weights) : SampleWeights.uniform(rows.size()));
        return Optional.of(table.select(RowDigests.of(table).order()));
    }

    private Targets targets(float[] values, int rows) {
        if (columns.label().isEmpty()) {
            return new Unlabelled(rows);
        }
        if (schema.outputs() instanceof Outputs.Classes classes) {
            int[] labels = new int[values.length];
            Arrays.setAll(labels, i -> (int) values[i]);
            return ClassLabels.copyOf(labels, classes.names());
        }
        return new TargetValues(
                RowMatrix.takingOwnership(values, columns.label().size()),
                schema.outputs().names());
    }

    private float number(Row row, int place, long batch) {
        Object value = row.get(place);
        OptionalDouble number = OptionalDouble.empty();
        if (value instanceof Number found) {
            number = OptionalDouble.of(found.doubleValue());
        } else if (value instanceof Boolean truth) {
            number = OptionalDouble.of(truth ? 1 : 0);
        } else if (value instanceof String text) {
            number = DecimalText.parse(text);
        }
        float single = (float) number.orElse(Double.NaN);
        if (!Float.isFinite(single)) {
            throw fault(row, place, batch, "a finite number", "Correct it");
        }
        return single;
    }

    private int classNumber(List<String> classes, Row row, int place, long batch) {
        Object value = row.get(place);
        String label = value == null ? "" : canonical(value);
        int number = classes.indexOf(label);
        if (number < 0) {
            throw fault(
                    row,
                    place,
                    batch,
                    "one of the classes " + String.join(", ", classes),
                    NearestName.suggestion(classes, label) + "Correct the label");
        }
        return number;
    }

    /** A whole number is one label however it is written: 1, 1.0 and "1". */
    private static String canonical(Object value) {
        String text = value.toString().strip();
        OptionalDouble number = DecimalText.parse(text);
        boolean whole = number.isPresent()
                && number.getAsDouble() == Math.rint(number.getAsDouble())
                && Math.abs(number.getAsDouble()) < 1e15;
        return whole ? Long.toString((long) number.getAsDouble()) : text;
    }

    private DataError fault(Row row, int place, long batch, String expected, String remedy) {
        List<String> names = Stream.of(columns.features().stream(), columns.label().stream(), columns.weight().stream())
                .flatMap(all -> all)
                .toList();
        return new DataError(
                where + ", micro-batch " + batch + ", row " + brief(row.mkString("(", ", ", ")")) + ", column '"
                        + names.get(place) + "'",
                expected,
                row.isNullAt(place) ? "none" : "'" + brief(String.valueOf(row.get(place))) + "'",
                remedy + ", or leave such rows out: data.invalid = skip.");
    }

    private static String brief(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
