package org.turnpike.spark.source;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
    private final Memory memory;

    /**
     * What may be read into the memory of this process.
     *
     * @param alone bytes of a CSV file that is read without Spark
     * @param spread bytes of other stored rows; what is more stays on the executors
     */
    public record Memory(long alone, long spread) {
        private static final long MOST_ALONE = 256L << 20;
        private static final long MOST_SPREAD = 64L << 20;

        /** Numbers take about as much room as text, and several times that of Parquet. */
        private static final int GROWTH = 4;

        /** Of one process that needs rows for itself alone. */
        public static Memory usual() {
            return new Memory(MOST_ALONE, MOST_SPREAD);
        }

        /** Of a driver that trains too, where shards may take {@code bytes} of its memory. */
        public static Memory ofLocalShards(long bytes) {
            return new Memory(Math.min(MOST_ALONE, bytes), Math.min(MOST_SPREAD, bytes / GROWTH));
        }

        /** Of nobody: files in columns are all read by Spark. */
        public static Memory ofNone() {
            return new Memory(-1, -1);
        }

        /** Of a driver whose executors train. */
        public static Memory ofCluster() {
            return new Memory(MOST_ALONE, -1);
        }
    }

    /** Of sources that need no Spark. */
    public SourceReader(Storage storage) {
        this(storage, SparkAccess.none(), new Memory(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /** Of a process that needs the rows for itself. */
    public SourceReader(Storage storage, SparkAccess spark) {
        this(storage, spark, Memory.usual());
    }

    public SourceReader(Storage storage, SparkAccess spark, Memory memory) {
        this.memory = memory;
        this.storage = storage;
        this.files = new FileReader(storage);
        this.spark = spark;
    }

    /** What the text names, a generator, files or a table. */
    public Source source(String text, ColumnSettings columns) {
        return SourceGuess.of(text, columns.storedAs(), storage, memory.alone());
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
        ColumnSettings columns = settings.columns();
        Source source = source(settings.train(), columns);
        Optional<String> heldOut = settings.validation() instanceof Validation.Column column
                ? Optional.of(column.name())
                : Optional.empty();
        CsvColumns asked =
                model.map(known -> columns.toMeasure(known, heldOut)).orElseGet(() -> columns.toLearn(heldOut));
        Optional<SpreadRows> spread = dealt(source, columns, asked);
        DataPart training;
        Optional<DataPart> validation;
        if (spread.isPresent()) {
            SpreadRows.Dealt dealt = spread.get().deal(model, settings.validation(), settings.most(), settings.seed());
            training = dealt.training();
            validation = dealt.validation();
        } else {
            ReadRows rows = sample(read(source, columns, asked), settings);
            Split split = split(rows, settings);
            training = rows.part(rows.table().select(split.training()));
            boolean some = split.validation().length > 0;
            validation = some ? Optional.of(rows.part(rows.table().select(split.validation()))) : Optional.empty();
        }
        Schema schema = model.orElseGet(training::schema);
        if (settings.validation() instanceof Validation.Apart apart) {
            validation = Optional.of(inOrder(part(apart.text(), columns, schema)));
        }
        Optional<DataPart> test = settings.test().map(text -> part(text, columns, schema));
        return new DataSet(training, validation, test).checked();
    }

    /** The rows, opened, where they are to stay on the executors; nothing where they are read into memory. */
    private Optional<SpreadRows> dealt(Source source, ColumnSettings columns, CsvColumns asked) {
        if (!(source instanceof Source.Spread spread)) {
            return Optional.empty();
        }
        SpreadRows rows = SpreadRows.open(session(), spread, asked, columns);
        return rows.bytes() > memory.spread() ? Optional.of(rows) : Optional.empty();
    }

    /** So many of the rows as are to be used, of each class its share. */
    private static ReadRows sample(ReadRows rows, DataSettings settings) {
        int all = rows.table().rows();
        if (settings.most().isEmpty() || settings.most().getAsInt() >= all) {
            return rows;
        }
        double share = (double) settings.most().getAsInt() / all;
        return rows.select(
                Split.byFraction(RowDigests.of(rows.table()), rows.table().targets(), share, settings.seed())
                        .validation());
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
        if (!(part instanceof TablePart known)) {
            return part;
        }
        int[] order = RowDigests.of(known.table()).order();
        return new TablePart(known.origin(), known.table().select(order), known.skipped(), known.skipReasons());
    }

    /** Rows to measure a model on, which has features and outputs of {@code schema}. */
    public DataPart part(String text, ColumnSettings columns, Schema schema) {
        Source source = source(text, columns);
        CsvColumns asked = columns.toMeasure(schema, Optional.empty());
        Optional<SpreadRows> spread = dealt(source, columns, asked);
        if (spread.isPresent()) {
            return spread.get()
                    .deal(Optional.of(schema), new Validation.None(), OptionalInt.empty(), 0)
                    .training();
        }
        ReadRows rows = read(source, columns, asked);
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

    /**
     * As {@link #toPredict}, of rows that stay on the executors: those that are too many for the memory of this process.
     *
     * @return nothing where they are not
     */
    public Optional<SpreadRows> toPredictApart(
            String text, ColumnSettings columns, List<String> features, Optional<String> id) {
        return dealt(source(text, columns), columns, columns.toPredict(features, id));
    }

    private ReadRows read(Source source, ColumnSettings settings, CsvColumns columns) {
        if (source instanceof Source.Csv csv) {
            return files.csv(csv, settings.format(), columns);
        }
        if (source instanceof Source.Spread spread) {
            return SpreadRows.open(session(), spread, columns, settings).collect();
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
