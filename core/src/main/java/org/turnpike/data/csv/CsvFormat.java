package org.turnpike.data.csv;

/**
 * How a CSV file is written and what becomes of its faults. Encoding is UTF-8, with or without a byte-order mark; lines end in LF, CRLF
 * or CR; fields may be quoted with {@code "}; blank lines are passed over.
 *
 * @param separator between fields
 * @param header whether the first line names the columns
 * @param skipLines how many lines at the start do not belong to the table
 * @param invalidRows what to do with a row that cannot be used
 */
public record CsvFormat(char separator, Header header, int skipLines, InvalidRows invalidRows) {
    /** Whether the first line names the columns. */
    public enum Header {
        PRESENT,
        /** Columns are named {@code c0}, {@code c1}, … */
        ABSENT
    }

    /** What to do with a row that is ragged or has a value that cannot be used. */
    public enum InvalidRows {
        /** Stop with an error that names the place. */
        ERROR,
        /** Leave it out, count it, and keep the first few reasons. */
        SKIP
    }

    public CsvFormat {
        if (separator == '"' || separator == '\n' || separator == '\r') {
            throw new IllegalArgumentException("expected a separator other than a quote or a line end");
        }
        if (skipLines < 0) {
            throw new IllegalArgumentException("expected 0 or more lines to skip, found " + skipLines);
        }
    }

    /** Commas, a header, nothing to skip, and faults are errors. */
    public static CsvFormat plain() {
        return new CsvFormat(',', Header.PRESENT, 0, InvalidRows.ERROR);
    }

    public CsvFormat withSeparator(char replacement) {
        return new CsvFormat(replacement, header, skipLines, invalidRows);
    }

    public CsvFormat withHeader(Header replacement) {
        return new CsvFormat(separator, replacement, skipLines, invalidRows);
    }

    public CsvFormat withSkipLines(int replacement) {
        return new CsvFormat(separator, header, replacement, invalidRows);
    }

    public CsvFormat withInvalidRows(InvalidRows replacement) {
        return new CsvFormat(separator, header, skipLines, replacement);
    }
}
