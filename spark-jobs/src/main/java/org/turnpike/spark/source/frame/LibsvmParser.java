package org.turnpike.spark.source.frame;

import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.turnpike.data.DataError;
import org.turnpike.data.DecimalText;

/** Reads lines of LIBSVM text: a label, then {@code index:value} with indices ascending from 1. */
final class LibsvmParser implements RowParser {
    private static final long serialVersionUID = 1;
    private static final Pattern GAPS = Pattern.compile("\\s+");

    private final int width;
    private final LabelRule labels;
    private final String remedy;

    /** @param width number of features; a larger index is an error */
    LibsvmParser(int width, LabelRule labels, String remedy) {
        this.width = width;
        this.labels = labels;
        this.remedy = remedy;
    }

    /** The largest index of the line; 0 where it has none, or one that is no number, which {@link #parse} will tell. */
    static int largestIndex(String line) {
        int colon = line.lastIndexOf(':');
        int start = line.lastIndexOf(' ', colon) + 1;
        try {
            return colon < 0 ? 0 : Integer.parseInt(line.substring(start, colon).strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public DataRow parse(Row row) {
        String line = row.getAs("value");
        String[] fields = GAPS.split(line);
        float[] features = new float[width];
        int last = 0;
        for (int field = 1; field < fields.length; field++) {
            int colon = fields[field].indexOf(':');
            int index = colon < 0 ? 0 : index(fields[field].substring(0, colon));
            if (index <= last || index > width) {
                throw error(
                        row, "index:value with indices ascending from 1 to " + width, DataError.quoted(fields[field]));
            }
            features[index - 1] = number(row, fields[field].substring(colon + 1));
            last = index;
        }
        return labels.isRegression()
                ? new DataRow(features, new float[] {number(row, fields[0])}, null, 1, false, null, null)
                : new DataRow(
                        features,
                        new float[0],
                        labels.hasLabels() ? labels.checked(fields[0], where(row) + ", label", remedy) : null,
                        1,
                        false,
                        null,
                        null);
    }

    private float number(Row row, String text) {
        OptionalDouble number = DecimalText.parse(text);
        float single = number.isPresent() ? (float) number.getAsDouble() : Float.NaN;
        if (!Float.isFinite(single)) {
            throw error(row, "a finite number", DataError.quoted(text));
        }
        return single;
    }

    private static int index(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private DataError error(Row row, String expected, String found) {
        return new DataError(where(row), expected, found, "Correct the line" + remedy);
    }

    private static String where(Row row) {
        return row.getAs(Frame.FILE) + ", line " + DataError.quoted(row.getAs("value"));
    }
}
