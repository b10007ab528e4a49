package org.turnpike.spark.source.frame;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.turnpike.data.DataError;
import org.turnpike.data.LabelNames;
import org.turnpike.data.StoredRows;
import org.turnpike.data.Unlabelled;
import org.turnpike.data.csv.CsvColumns;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.data.image.ImageShape;
import org.turnpike.data.image.PixelNames;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.spark.source.ColumnSettings;
import org.turnpike.spark.source.DataFormat;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.ReadRows;
import org.turnpike.spark.source.Schema;
import org.turnpike.spark.source.Source;
import org.turnpike.spark.source.Validation;

/** The rows of a source that Spark reads, with the columns that a data set needs; nothing but their layout is read at first. */
public final class SpreadRows {
    private final Source.Spread source;
    private final Frame frame;
    private final RowParser parser;
    private final RowNames names;
    private final CsvFormat.InvalidRows invalidRows;

    private SpreadRows(
            Source.Spread source, Frame frame, RowParser parser, RowNames names, CsvFormat.InvalidRows invalidRows) {
        this.source = source;
        this.frame = frame;
        this.parser = parser;
        this.names = names;
        this.invalidRows = invalidRows;
    }

    /**
     * Opens the source.
     *
     * @throws DataError where it is not there or of another format, or a column is missing or of no use
     */
    public static SpreadRows open(
            SparkSession spark, Source.Spread source, CsvColumns columns, ColumnSettings settings) {
        CsvFormat format = settings.format();
        try {
            LabelRule labels = LabelRule.of(columns.target());
            String remedy = format.invalidRows() == CsvFormat.InvalidRows.SKIP
                    ? "."
                    : ", or set invalid = skip to leave such rows out.";
            if (source.format() == DataFormat.IMAGES) {
                return images(spark, source, columns, settings, remedy);
            }
            Frame frame = new FrameReader(spark).open(source, format);
            if (source.format() == DataFormat.LIBSVM) {
                int width = columns.features().isEmpty()
                        ? largestIndex(frame)
                        : columns.features().size();
                RowNames names = new RowNames(
                        IntStream.rangeClosed(1, width).mapToObj(i -> "f" + i).toList(),
                        List.of("label"),
                        source.text() + ", label",
                        labels,
                        RowNames.Extras.none());
                return new SpreadRows(
                        source, frame, new LibsvmParser(width, labels, remedy), names, format.invalidRows());
            }
            FrameLayout layout = FrameLayout.of(frame, columns);
            if (!frame.has(Frame.RAW)) {
                frame = frame.withOnly(layout.usedColumns(frame));
                layout = FrameLayout.of(frame, layout.columns(columns));
            }
            RowNames names = RowNames.of(source.text(), layout, labels);
            return new SpreadRows(source, frame, new CellParser(layout, labels, remedy), names, format.invalidRows());
        } catch (Exception e) {
            throw FrameReader.translated(source, e);
        }
    }

    private static SpreadRows images(
            SparkSession spark, Source.Spread source, CsvColumns columns, ColumnSettings settings, String remedy)
            throws IOException {
        LabelRule labels = LabelRule.of(columns.target());
        if (labels.isRegression()) {
            throw new DataError(
                    source.text(),
                    "values to regress on",
                    "images, which have classes",
                    "Leave data.task out, or read the images' numbers from a table.");
        }
        ImageFolderReader reader = new ImageFolderReader(spark, source, labels);
        Frame frame = reader.open();
        CsvFormat.InvalidRows invalid = settings.format().invalidRows();
        ImageShape shape = reader.shape(frame, columns.features(), settings.images(), invalid);
        String shapeOf = columns.features().isEmpty() ? "the first has" : "the model knows them";
        RowNames names = new RowNames(
                PixelNames.of(shape),
                List.of(),
                source.text() + ", folders",
                labels,
                new RowNames.Extras(null, null, source.text() + ", files"));
        Source.Spread counted = new Source.Spread(
                source.text(), source.location(), source.format(), reader.count(frame) * shape.size());
        return new SpreadRows(
                counted, frame, new ImageParser(shape, shapeOf, settings.images(), labels, remedy), names, invalid);
    }

    /** Names of the features and targets, and which of a row's parts there are. */
    RowNames names() {
        return names;
    }

    Source.Spread source() {
        return source;
    }

    /** Where faults are errors, a partition ends with the first of them. */
    JavaRDD<DataRow> rows() {
        RowParser parse = parser;
        boolean goOn = invalidRows == CsvFormat.InvalidRows.SKIP;
        FlatMapFunction<Iterator<Row>, DataRow> checked = rows -> new CheckedRows(rows, parse, goOn);
        return frame.rows().toJavaRDD().mapPartitions(checked);
    }

    /** As Spark has them, which for files of one row each is any order: those are brought into that of their names. */
    private JavaRDD<DataRow> rowsInOrder() {
        return source.format() == DataFormat.IMAGES
                ? rows().sortBy(row -> row.isValid() ? row.id() : row.fault().where(), true, 1)
                : rows();
    }

    /** Every row, in the order in which Spark has them, into this process. */
    public ReadRows collect() {
        try {
            List<DataRow> all = new ArrayList<>();
            rowsInOrder().collect().forEach(row -> {
                if (!row.isValid() && invalidRows == CsvFormat.InvalidRows.ERROR) {
                    throw row.fault();
                }
                all.add(row);
            });
            return new CollectedRows(source, names).of(all);
        } catch (Exception e) {
            throw FrameReader.translated(source, e);
        }
    }

    /** Bytes as stored, or as far as Spark knows. */
    public double bytes() {
        return source.bytes() > 0
                ? source.bytes()
                : frame.rows()
                        .queryExecution()
                        .optimizedPlan()
                        .stats()
                        .sizeInBytes()
                        .doubleValue();
    }

    /** Rows that stay on the executors: those to train on, and those of them that are held out. */
    public record Dealt(DataPart training, Optional<DataPart> validation) {}

    /**
     * Puts the rows in canonical order over the executors.
     *
     * @param model what they are to fit, where there is a model already
     * @param most rows to use, a sample of them where there are more; empty for all
     * @throws DataError where the rows are of no use
     */
    public Dealt deal(Optional<Schema> model, Validation validation, OptionalInt most, long seed) {
        try {
            return dealt(model, validation, most, seed);
        } catch (Exception e) {
            throw FrameReader.translated(source, e);
        }
    }

    private Dealt dealt(Optional<Schema> model, Validation validation, OptionalInt most, long seed) {
        if (source.format() != DataFormat.IMAGES) {
            return dealt(rows(), model, validation, most, seed);
        }
        // decoded once: what is learned from a first look, and what is dealt, are read from here
        JavaRDD<DataRow> decoded = rows().persist(StorageLevel.DISK_ONLY());
        try {
            return dealt(decoded, model, validation, most, seed);
        } finally {
            decoded.unpersist(false);
        }
    }

    private Dealt dealt(
            JavaRDD<DataRow> rows, Optional<Schema> model, Validation validation, OptionalInt most, long seed) {
        FlatMapFunction<Iterator<DataRow>, Profile> profiling =
                all -> List.of(Profile.of(all)).iterator();
        Profile profile = Profile.of(rows.mapPartitions(profiling).collect());
        profile.check(source.text(), names, faults());
        Schema schema = model.orElseGet(() -> new Schema(names.features(), outputs(profile)));
        boolean classes = names.labels().hasLabels();
        StoredRows.Layout layout = new StoredRows.Layout(
                names.features().size(),
                classes ? schema.outputs().width() : 0,
                names.values().size(),
                names.extras().weightPlace() != null);
        RowCodec codec = RowCodec.of(names);
        int partitions = Math.max(rows.getNumPartitions(), rows.context().defaultParallelism());
        JavaPairRDD<byte[], byte[]> sorted = CanonicalRows.of(rows, codec, partitions);
        Map<String, Long> members = members(profile, schema);
        if (most.isPresent() && most.getAsInt() < profile.rows()) {
            HoldOutDraw draw = new HoldOutDraw(sorted, codec, seed);
            double share = (double) most.getAsInt() / profile.rows();
            sorted = draw.draw(members, share).only(sorted, codec);
            members = HoldOutDraw.shares(members, share);
        }
        HoldOut holdOut = holdOut(validation, sorted, codec, members, seed);
        List<String> named = classes ? schema.outputs().names() : List.of();
        DataPart training =
                part(schema, profile, sorted, BlockMaker.of(codec, holdOut, BlockMaker.Part.LEFT, named, layout));
        Optional<DataPart> heldOut = holdOut instanceof HoldOut.Nothing
                ? Optional.empty()
                : Optional.of(part(
                        schema,
                        profile,
                        sorted,
                        BlockMaker.of(codec, holdOut, BlockMaker.Part.HELD_OUT, named, layout)));
        return new Dealt(training, heldOut);
    }

    private DataPart part(Schema schema, Profile profile, JavaPairRDD<byte[], byte[]> sorted, BlockMaker maker) {
        return new DealtPart(source.text(), schema, profile, sorted, maker, PartCounts.of(sorted, maker));
    }

    private HoldOut holdOut(
            Validation validation,
            JavaPairRDD<byte[], byte[]> sorted,
            RowCodec codec,
            Map<String, Long> members,
            long seed) {
        if (validation instanceof Validation.Column) {
            return new HoldOut.Marked();
        }
        if (!(validation instanceof Validation.Fraction fraction)) {
            return new HoldOut.Nothing();
        }
        return new HoldOutDraw(sorted, codec, seed).draw(members, fraction.share());
    }

    /** Rows of each label; of rows without labels all under an empty one. */
    private Map<String, Long> members(Profile profile, Schema schema) {
        Map<String, Long> members = new LinkedHashMap<>();
        if (names.labels().hasLabels()) {
            schema.outputs().names().stream()
                    .filter(profile.labels()::containsKey)
                    .forEach(label -> members.put(label, profile.labels().get(label)));
        } else {
            members.put("", (long) profile.rows());
        }
        return members;
    }

    private Outputs outputs(Profile profile) {
        if (names.labels().isRegression()) {
            return new Outputs.Values(names.values());
        }
        return names.labels().hasLabels()
                ? new Outputs.Classes(LabelNames.classes(profile.labels().keySet(), profile.rows(), names.labelPlace()))
                : Outputs.of(new Unlabelled(profile.rows()));
    }

    /** What a model says of these rows, on the executors; nothing is computed before it is written. */
    public SpreadPredictions predictions(SparkSession spark, NeuralOde model, String backend) {
        return SpreadPredictions.of(spark, this, model, backend);
    }

    Profile.FaultRule faults() {
        return invalidRows == CsvFormat.InvalidRows.SKIP ? Profile.FaultRule.SKIP : Profile.FaultRule.ERROR;
    }

    private static int largestIndex(Frame frame) {
        return frame.rows()
                .select("value")
                .as(Encoders.STRING())
                .toJavaRDD()
                .map(LibsvmParser::largestIndex)
                .fold(1, Math::max);
    }
}
