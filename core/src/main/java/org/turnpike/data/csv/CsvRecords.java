package org.turnpike.data.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipException;
import org.turnpike.data.ByteSource;
import org.turnpike.data.DataError;

/** The records of a CSV file, one after the other, with the parser's exceptions turned into ours. */
final class CsvRecords implements Closeable {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final ByteSource source;
    private final CloseableIterator<CsvRecord> records;
    private long lastLine;

    private CsvRecords(ByteSource source, CloseableIterator<CsvRecord> records, int skippedLines) {
        this.source = source;
        this.records = records;
        this.lastLine = skippedLines;
    }

    static CsvRecords open(ByteSource source, CsvFormat format) throws IOException {
        // A decoder and not a character set: it reports malformed bytes, where the latter would replace them silently.
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(source.contents(), StandardCharsets.UTF_8.newDecoder()));
        try {
            return new CsvRecords(source, records(reader, format), format.skipLines());
        } catch (CsvParseException | UncheckedIOException | IOException failed) {
            reader.close();
            throw translated(source, failed, 0);
        }
    }

    private static CloseableIterator<CsvRecord> records(BufferedReader reader, CsvFormat format) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(format.separator())
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(reader);
        csv.skipLines(format.skipLines());
        return csv.iterator();
    }

    /** The next record, or nothing at the end of the file. */
    Optional<CsvRecord> next() throws IOException {
        return translating(() -> {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CsvRecord next = records.next();
            lastLine = next.getStartingLineNumber();
            return Optional.of(next);
        });
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private <T> T translating(Supplier<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (CsvParseException | UncheckedIOException failed) {
            throw translated(source, failed, lastLine);
        }
    }

    /** Throws where the fault is the data's, and returns what to throw where it is the storage's. */
    private static IOException translated(ByteSource source, Exception failed, long lastLine) {
        String after = source.name() + ", after line " + lastLine;
        Throwable cause = failed instanceof IOException || failed.getCause() == null ? failed : failed.getCause();
        if (cause instanceof ZipException || cause instanceof EOFException) {
            throw source.damaged((IOException) cause);
        }
        if (cause instanceof CharacterCodingException) {
            throw new DataError(
                    after, "text in UTF-8", "bytes that are none", "Convert the file to UTF-8; or is it no CSV file?");
        }
        if (cause instanceof IOException unreadable) {
            return unreadable;
        }
        throw new DataError(
                after,
                "fields that follow the rules of CSV",
                DataError.quoted(failed.getMessage()),
                "Close each quoted field with a quote, and double the quotes inside it.");
    }
}
