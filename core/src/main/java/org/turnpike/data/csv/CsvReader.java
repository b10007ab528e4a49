package org.turnpike.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.turnpike.data.ByteSource;
import org.turnpike.data.DataError;

/**
 * Reads a table from a CSV file, plain or gzip.
 *
 * <p>A fault of the whole file (empty, header alone, a column missing, one class only) is a {@link DataError}. A fault of a
 * row (ragged, a field that is no finite number, a missing or unknown label, a negative weight) is one too, or leaves the row
 * out, as {@link CsvFormat#invalidRows} says. An {@link IOException} means that the storage failed.
 */
public final class CsvReader {
    /** Enough to see a pattern, few enough to print. */
    private static final int REASONS_KEPT = 5;

    private CsvReader() {}

    public static CsvTable read(ByteSource source, CsvFormat format, CsvColumns columns) throws IOException {
        try (CsvRecords records = CsvRecords.open(source, format)) {
            Optional<CsvRecord> first = records.next();
            if (first.isEmpty()) {
                throw new DataError(source.name(), "rows of data", "an empty file", "Check what wrote the file.");
            }
            boolean named = format.header() == CsvFormat.Header.PRESENT;
            CsvHeader header = named
                    ? new CsvHeader(
                            source.name(),
                            first.get().getFields().stream().map(String::strip).toList())
                    : CsvHeader.numbered(source.name(), first.get().getFieldCount());
            CsvRows rows = new CsvRows(source.name(), header, format, columns);
            return read(records, named ? records.next() : first, rows, format.invalidRows());
        }
    }

    private static CsvTable read(
            CsvRecords records, Optional<CsvRecord> first, CsvRows rows, CsvFormat.InvalidRows invalidRows)
            throws IOException {
        List<String> reasons = new ArrayList<>();
        List<Long> skipped = new ArrayList<>();
        long place = 0;
        for (Optional<CsvRecord> record = first; record.isPresent(); record = records.next(), place++) {
            try {
                rows.check(record.get());
            } catch (DataError invalid) {
                if (invalidRows == CsvFormat.InvalidRows.ERROR) {
                    throw invalid;
                }
                skipped.add(place);
                if (reasons.size() < REASONS_KEPT) {
                    reasons.add(invalid.getMessage());
                }
                continue;
            }
            rows.keep();
        }
        return rows.table(skipped, reasons);
    }
}
