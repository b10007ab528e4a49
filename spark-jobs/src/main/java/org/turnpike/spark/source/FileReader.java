package org.turnpike.spark.source;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.turnpike.data.ByteSource;
import org.turnpike.data.Table;
import org.turnpike.data.csv.CsvColumns;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.data.csv.CsvReader;
import org.turnpike.data.idx.IdxNames;
import org.turnpike.data.idx.IdxReader;
import org.turnpike.spark.storage.Storage;

/** Reads the files that one process reads by itself. */
final class FileReader {
    private final Storage storage;

    FileReader(Storage storage) {
        this.storage = storage;
    }

    ReadRows csv(Source.Csv source, CsvFormat format, CsvColumns columns) {
        return ReadRows.of(
                source, reading(source.location(), () -> CsvReader.read(file(source.location()), format, columns)));
    }

    /** @param classes of the model that the images are to be judged by; empty for those that occur */
    ReadRows labelledImages(Source.Idx source, Optional<List<String>> classes) {
        ByteSource images = file(source.location());
        ByteSource labels = file(IdxNames.labelsBeside(source.location()));
        Table table = reading(
                source.location(),
                () -> classes.isPresent()
                        ? IdxReader.read(images, labels, classes.get())
                        : IdxReader.read(images, labels));
        return ReadRows.of(source, table);
    }

    ReadRows images(Source.Idx source) {
        return ReadRows.of(source, reading(source.location(), () -> IdxReader.readImages(file(source.location()))));
    }

    private ByteSource file(String location) {
        return storage.source(location);
    }

    private <T> T reading(String location, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw storage.unreadable(location, e);
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }
}
