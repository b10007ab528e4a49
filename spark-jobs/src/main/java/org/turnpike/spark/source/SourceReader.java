package org.turnpike.spark.source;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.turnpike.data.DataError;
import org.turnpike.data.RowDigests;
import org.turnpike.data.Split;
import org.turnpike.data.csv.CsvColumns;
import org.turnpike.data.csv.CsvTarget;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.frame.SpreadRows;
import org.turnpike.spark.storage.Storage;

/**
 * Reads the sources of a job.
 *
 * <p>What is wrong with the rows is a {@link org.turnpike.data.DataError}; with the place they lie at, a
 * {@link org.turnpike.spark.failure.UserError}.
 */
public final class SourceReader {
    private final Storage storage;
    private final FileReader files;
    private final SparkAccess spark;

    /** Of sources that need no Spark. */
    public SourceReader(Storage storage) {
        this(storage, SparkAccess.none());
    }

    public SourceReader(Storage storage, SparkAccess spark) {
        this.storage = storage;
        this.files = new FileReader(storage);
        this.spark = spark;
    }

    /** What the text names, a generator, files or a table. */
    public Source source(String text, ColumnSettings columns) {
        return SourceGuess.of(text, columns.storedAs(), storage);
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
        Source source = source(settings.train(), settings.columns());
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
        ReadRows rows = toMeasure(source(text, columns), columns, schema, Optional.empty());
        return rows.part(rows.table());
    }

    /**
     * Rows that need no label, with a model's features.
     *
     * @param id the column that rows are known by, if not the one that {@code columns} names
     */
    public ReadRows toPredict(String text, ColumnSettings columns, List<String> features, Optional<String> id) {
        ReadRows rows = read(source(text, columns), columns, columns.toPredict(features, id));
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

    private ReadRows toLearn(Source source, ColumnSettings columns, Optional<String> heldOut) {
        return read(source, columns, columns.toLearn(heldOut));
    }

    private ReadRows toMeasure(Source source, ColumnSettings columns, Schema schema, Optional<String> heldOut) {
        return read(source, columns, columns.toMeasure(schema, heldOut));
    }

    private ReadRows read(Source source, ColumnSettings settings, CsvColumns columns) {
        if (source instanceof Source.Csv csv) {
            return files.csv(csv, settings.format(), columns);
        }
        if (source instanceof Source.Spread spread) {
            return SpreadRows.open(session(), spread, columns, settings.format())
                    .collect();
        }
        boolean isUnlabelled = columns.target() instanceof CsvTarget.None;
        if (source instanceof Source.Idx images) {
            return isUnlabelled ? files.images(images) : files.labelledImages(images, classes(columns.target()));
        }
        ReadRows generated =
                ReadRows.of(source, GeneratorSpec.parse(source.text()).generate());
        return isUnlabelled ? generated.unlabelled() : generated;
    }

    /** Of a model that there is already. */
    private static Optional<List<String>> classes(CsvTarget target) {
        return target instanceof CsvTarget.ClassColumn column ? column.classNames() : Optional.empty();
    }

    private SparkSession session() {
        try {
            return spark.session();
        } catch (UserError e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Spark did not start", e);
        }
    }
}
