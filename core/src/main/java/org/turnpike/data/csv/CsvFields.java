package org.turnpike.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.Locale;
import java.util.OptionalDouble;
import org.turnpike.data.DataError;
import org.turnpike.data.DecimalText;

/** Reads single fields of a CSV file's records; a fault is a {@link DataError} with its line and column. */
final class CsvFields {
    private final String file;
    private final CsvHeader header;
    private final CsvFormat format;
    private long recordsSeen;

    CsvFields(String file, CsvHeader header, CsvFormat format) {
        this.file = file;
        this.header = header;
        this.format = format;
    }

    /** To be called once for every record, first. */
    void requireWidth(CsvRecord record) {
        recordsSeen++;
        if (record.getFieldCount() == header.columns()) {
            return;
        }
        // A first line that differs from the very next one is often no part of the table: a title, or sizes.
        boolean second = recordsSeen == (headless() ? 2 : 1);
        throw new DataError(
                file + ", line " + record.getStartingLineNumber(),
                header.columns() + " fields as in the first line",
                Integer.toString(record.getFieldCount()),
                (second ? "If the first line is no part of the table, leave it out with skip-lines. " : "")
                        + remedy("Mend the row"));
    }

    float number(CsvRecord record, int place) {
        OptionalDouble number = DecimalText.parse(record.getField(place));
        if (number.isEmpty()) {
            throw invalid(record, place, "a finite number", "Correct the value or use other columns");
        }
        float single = (float) number.getAsDouble();
        if (!Float.isFinite(single)) {
            throw invalid(record, place, "a number of at most 3.4e38, the range of float32", "Use another unit");
        }
        return single;
    }

    float weight(CsvRecord record, int place) {
        float weight = number(record, place);
        if (weight < 0) {
            throw invalid(record, place, "a weight of at least 0", "Correct the value");
        }
        return weight;
    }

    /** True or 1, false or 0. */
    boolean truth(CsvRecord record, int place) {
        String text = record.getField(place).strip().toLowerCase(Locale.ROOT);
        boolean truth = text.equals("true") || text.equals("1");
        if (!truth && !text.equals("false") && !text.equals("0")) {
            throw invalid(record, place, "true, 1, false or 0", "Correct the value");
        }
        return truth;
    }

    /** The error for a field, with the first sentence of its remedy, without its full stop. */
    DataError invalid(CsvRecord record, int place, String expected, String remedy) {
        String field = record.getField(place);
        boolean first = headless() && recordsSeen == 1;
        return new DataError(
                file + ", line " + record.getStartingLineNumber() + ", column " + DataError.quoted(header.name(place)),
                expected,
                field.isBlank() ? "an empty field" : DataError.quoted(field.strip()),
                (first
                                ? "If the first line is a header or no part of the table, set header = true or skip-lines. "
                                : "")
                        + remedy(remedy));
    }

    private String remedy(String remedy) {
        return format.invalidRows() == CsvFormat.InvalidRows.SKIP
                ? remedy + "."
                : remedy + ", or set invalid = skip to leave such rows out.";
    }

    private boolean headless() {
        return format.header() == CsvFormat.Header.ABSENT;
    }
}
