package org.turnpike.spark.source;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.turnpike.data.ByteSource;
import org.turnpike.data.DataError;
import org.turnpike.data.RowDigests;
import org.turnpike.data.Split;
import org.turnpike.data.Table;
import org.turnpike.data.csv.CsvColumns;
import org.turnpike.data.csv.CsvReader;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.data.idx.IdxNames;
import org.turnpike.data.idx.IdxReader;
import org.turnpike.model.Outputs;
import org.turnpike.spark.storage.Storage;

/**
 * Reads sources into memory.
 *
 * <p>What is wrong with the rows is a {@link org.turnpike.data.DataError}; with the place they lie at, a
 * {@link org.turnpike.spark.failure.UserError}.
 */
public final class SourceReader {
    private final Storage storage;

    public SourceReader(Storage storage) {
        this.storage = storage;
    }

    /** Everything that a job needs: rows to train on, and what its settings name to validate and test on. */
    public DataSet read(DataSettings settings) {
        return read(settings, Optional.empty());
    }

    /** As {@link #read(DataSettings)}, for a model that there is already. */
    public DataSet read(DataSettings settings, Schema model) {
        return read(settings, Optional.of(model));
    }

    private DataSet read(DataSettings settings, Optional<Schema> model) {
        Optional<String> heldOut = settings.validation() instanceof Validation.Column column
                ? Optional.of(column.name())
                : Optional.empty();
        Source source = Source.of(settings.train(), storage);
        ReadRows rows = model.isPresent()
                ? toMeasure(source, settings.columns(), model.get(), heldOut)
                : toLearn(source, settings.columns(), heldOut);
        Schema schema = model.orElseGet(() -> Schema.of(rows.table()));
        Split split = split(rows, settings);
        DataPart training = rows.part(rows.table().select(split.training()));
        Optional<DataPart> validation;
        if (settings.validation() instanceof Validation.Apart apart) {
            validation = Optional.of(inOrder(part(apart.text(), settings.columns(), schema)));
        } else if (settings.validation() instanceof Validation.None) {
            validation = Optional.empty();
        } else {
            validation = Optional.of(rows.part(rows.table().select(split.validation())));
        }
        Optional<DataPart> test = settings.test().map(text -> part(text, settings.columns(), schema));
        return new DataSet(training, validation, test).checked();
    }

    private static Split split(ReadRows rows, DataSettings settings) {
        RowDigests digests = RowDigests.of(rows.table());
        if (settings.validation() instanceof Validation.Fraction fraction) {
            return Split.byFraction(digests, rows.table().targets(), fraction.share(), settings.seed());
        }
        return rows.heldOut().map(heldOut -> Split.byRows(digests, heldOut)).orElseGet(() -> Split.none(digests));
    }

    /** What training goes through, batch by batch or summing, is in canonical order. */
    private static DataPart inOrder(DataPart part) {
        int[] order = RowDigests.of(part.table()).order();
        return new DataPart(part.origin(), part.table().select(order), part.skipped(), part.skipReasons());
    }

    /** Rows to measure a model on, which has features and outputs of {@code schema}. */
    public DataPart part(String text, ColumnSettings columns, Schema schema) {
        ReadRows rows = toMeasure(Source.of(text, storage), columns, schema, Optional.empty());
        return rows.part(rows.table());
    }

    /**
     * Rows that need no label, with a model's features.
     *
     * @param id the column that rows are known by, if not the one that {@code columns} names
     */
    public ReadRows toPredict(String text, ColumnSettings columns, List<String> features, Optional<String> id) {
        Source source = Source.of(text, storage);
        ReadRows rows = toPredict(source, columns, features, id);
        List<String> found = rows.table().featureNames();
        if (!found.equals(features)) {
            throw new DataError(
                    text,
                    "the model's " + features.size() + " inputs, the first of them " + features.get(0),
                    found.size() + ", the first of them " + found.get(0),
                    "Name data of the kind that the model was trained on.");
        }
        return rows;
    }

    private ReadRows toPredict(Source source, ColumnSettings columns, List<String> features, Optional<String> id) {
        return source instanceof Source.Csv ? csv(source, columns, columns.toPredict(features, id)) : inputs(source);
    }

    /** Rows without labels, of a source that has no columns to choose from. */
    private ReadRows inputs(Source source) {
        return source instanceof Source.Idx
                ? ReadRows.of(source, reading(source.text(), () -> IdxReader.readImages(file(source.text()))))
                : generated(source).unlabelled();
    }

    private ReadRows toLearn(Source source, ColumnSettings columns, Optional<String> heldOut) {
        if (columns.task() == Task.DENSITY) {
            return source instanceof Source.Csv ? csv(source, columns, columns.toLearn(heldOut)) : inputs(source);
        }
        if (source instanceof Source.Idx) {
            Table table = reading(source.text(), () -> IdxReader.read(file(source.text()), labels(source)));
            return ReadRows.of(source, table);
        }
        return source instanceof Source.Csv ? csv(source, columns, columns.toLearn(heldOut)) : generated(source);
    }

    private ReadRows toMeasure(Source source, ColumnSettings columns, Schema schema, Optional<String> heldOut) {
        if (source instanceof Source.Idx && schema.outputs() instanceof Outputs.Classes classes) {
            Table table =
                    reading(source.text(), () -> IdxReader.read(file(source.text()), labels(source), classes.names()));
            return ReadRows.of(source, table);
        }
        if (schema.outputs() instanceof Outputs.LogDensity && !(source instanceof Source.Csv)) {
            return inputs(source);
        }
        return source instanceof Source.Csv
                ? csv(source, columns, columns.toMeasure(schema, heldOut))
                : toLearn(source, columns, Optional.empty());
    }

    private ReadRows csv(Source source, ColumnSettings settings, CsvColumns columns) {
        return ReadRows.of(
                source, reading(source.text(), () -> CsvReader.read(file(source.text()), settings.format(), columns)));
    }

    private static ReadRows generated(Source source) {
        return ReadRows.of(source, GeneratorSpec.parse(source.text()).generate());
    }

    private ByteSource labels(Source images) {
        return file(IdxNames.labelsBeside(images.text()));
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
