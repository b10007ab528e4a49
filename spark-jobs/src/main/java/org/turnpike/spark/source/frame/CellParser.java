package org.turnpike.spark.source.frame;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.turnpike.data.DataError;
import org.turnpike.data.DecimalText;

/** Reads the columns of a frame by the same rules as those of a CSV file. */
final class CellParser implements RowParser {
    private static final long serialVersionUID = 1;

    /** Cells of a row that a message shows, to find it by. */
    private static final int SHOWN = 4;

    private final FrameLayout layout;
    private final LabelRule labels;
    private final String remedy;
    private transient double[][] arrays;

    /** @param remedy what follows the first words of every remedy: a full stop, or how to leave rows out */
    CellParser(FrameLayout layout, LabelRule labels, String remedy) {
        this.layout = layout;
        this.labels = labels;
        this.remedy = remedy;
    }

    @Override
    public DataRow parse(Row row) {
        if (layout.raw() >= 0 && !row.isNullAt(layout.raw())) {
            String line = row.getString(layout.raw());
            if (line.chars().filter(character -> character == '"').count() % 2 == 1) {
                throw new DataError(
                        file(row) + ", line " + DataError.quoted(line),
                        "rows of one line each, as in every source that Spark reads",
                        "a quotation mark that does not end on its line",
                        "Take line breaks out of the text or write Parquet (a single CSV file of at most 256 MB may have"
                                + " them)" + remedy);
            }
            throw new DataError(
                    file(row) + ", line " + DataError.quoted(line),
                    layout.rawExpectation(),
                    "another row",
                    "Mend the row" + remedy);
        }
        arrays = new double[layout.arrays().length][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = layout.arrays()[i] == null ? null : array(row, layout.arrays()[i]);
        }
        float weight = 1;
        if (layout.weight() != null) {
            weight = number(row, layout.weight());
            if (weight < 0) {
                throw error(
                        row, layout.weight(), "a weight of at least 0", Float.toString(weight), "Correct the value");
            }
        }
        return new DataRow(
                numbers(row, layout.features()),
                numbers(row, layout.values()),
                layout.label() == null
                        ? null
                        : labels.checked(text(row, layout.label()), where(row, layout.label()), remedy),
                weight,
                layout.heldOut() != null && truth(row, layout.heldOut()),
                layout.id() == null ? null : idText(row, layout.id()),
                null);
    }

    private float[] numbers(Row row, List<FrameLayout.Cell> cells) {
        float[] numbers = new float[cells.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(row, cells.get(i));
        }
        return numbers;
    }

    private float number(Row row, FrameLayout.Cell cell) {
        double value;
        if (cell.array() >= 0) {
            value = arrays[cell.array()][cell.element()];
        } else {
            Object found = row.get(cell.column());
            if (found instanceof Number number) {
                value = number.doubleValue();
            } else if (found instanceof Boolean truth) {
                value = truth ? 1 : 0;
            } else {
                OptionalDouble read = found instanceof String text ? DecimalText.parse(text) : OptionalDouble.empty();
                if (read.isEmpty()) {
                    throw error(row, cell, "a finite number", shown(found), "Correct the value or use other columns");
                }
                value = read.getAsDouble();
            }
        }
        if (!Double.isFinite(value)) {
            throw error(row, cell, "a finite number", "'" + value + "'", "Correct the value or use other columns");
        }
        float single = (float) value;
        if (!Float.isFinite(single)) {
            throw error(
                    row,
                    cell,
                    "a number of at most 3.4e38, the range of float32",
                    "'" + value + "'",
                    "Use another unit");
        }
        return single;
    }

    private double[] array(Row row, FrameLayout.Array array) {
        FrameLayout.Cell cell = new FrameLayout.Cell(array.name(), array.column(), -1, 0);
        Object found = row.get(array.column());
        double[] numbers = found == null ? null : NumberArrays.of(found);
        if (numbers == null) {
            throw error(row, cell, array.width() + " numbers", shown(found), "Fill them in");
        }
        if (numbers.length != array.width()) {
            throw error(
                    row,
                    cell,
                    array.width() + " numbers, as in the first row",
                    Integer.toString(numbers.length),
                    "Bring all rows to one length");
        }
        return numbers;
    }

    private boolean truth(Row row, FrameLayout.Cell cell) {
        String text = text(row, cell);
        String word = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        boolean truth = word.equals("true") || word.equals("1");
        if (!truth && !word.equals("false") && !word.equals("0")) {
            throw error(row, cell, "true, 1, false or 0", shown(text), "Correct the value");
        }
        return truth;
    }

    /** As people write it: a whole number without a point. */
    private static String text(Row row, FrameLayout.Cell cell) {
        Object found = row.get(cell.column());
        if (found instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (found instanceof Double || found instanceof Float) {
            double number = ((Number) found).doubleValue();
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString((long) number)
                    : found.toString();
        }
        return found == null ? null : found.toString();
    }

    private static String idText(Row row, FrameLayout.Cell cell) {
        String text = text(row, cell);
        return text == null ? "" : text;
    }

    private DataError error(Row row, FrameLayout.Cell cell, String expected, String found, String remedy) {
        return new DataError(where(row, cell), expected, found, remedy + this.remedy);
    }

    private String where(Row row, FrameLayout.Cell cell) {
        StringBuilder where = new StringBuilder(file(row)).append(", the row with ");
        int shown = Math.min(SHOWN, layout.columns());
        for (int column = 0; column < shown; column++) {
            String value = DataError.quoted(String.valueOf(row.get(column)));
            where.append(column == 0 ? "" : ", ")
                    .append(row.schema().fields()[column].name())
                    .append(" = ")
                    .append(value, 1, value.length() - 1);
        }
        return where.append(", column ").append(DataError.quoted(cell.name())).toString();
    }

    private String file(Row row) {
        String file = row.getAs(Frame.FILE);
        return file == null || file.isEmpty() ? layout.name() : file;
    }

    private static String shown(Object found) {
        return found == null || found.toString().isBlank()
                ? "an empty field"
                : DataError.quoted(found.toString().strip());
    }
}
