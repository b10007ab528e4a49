package org.turnpike.spark.source;

import java.util.List;
import java.util.Optional;
import org.turnpike.data.csv.CsvColumns;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.data.csv.CsvTarget;

/**
 * Which columns of a file mean what, each referred to as {@link CsvColumns} says, and how the file is written.
 *
 * @param label the class, or the values to regress on; not looked at where a density is to be learned
 * @param features in this order; none for every column that is used for nothing else
 * @param id never a feature
 * @param format of text in columns
 * @param storedAs how files are written, where they do not say it themselves
 * @param images as which images are to be taken
 */
public record ColumnSettings(
        List<String> label,
        List<String> features,
        Optional<String> weight,
        Optional<String> id,
        Task task,
        CsvFormat format,
        Optional<DataFormat> storedAs,
        ImageSettings images) {
    /** Of files that say themselves how they are written. */
    public ColumnSettings(
            List<String> label,
            List<String> features,
            Optional<String> weight,
            Optional<String> id,
            Task task,
            CsvFormat format) {
        this(label, features, weight, id, task, format, Optional.empty(), ImageSettings.asStored());
    }

    public ColumnSettings {
        label = List.copyOf(label);
        features = List.copyOf(features);
        if (task != Task.REGRESSION && task != Task.DENSITY && label.size() != 1) {
            throw new IllegalArgumentException(
                    "A class stands in one column, found " + label + ". Name one, or set task = regression.");
        }
    }

    CsvColumns toLearn(Optional<String> heldOut) {
        return new CsvColumns(features, target(), weight, heldOut, id);
    }

    private CsvTarget target() {
        return switch (task) {
            case DENSITY -> new CsvTarget.None();
            case REGRESSION -> new CsvTarget.ValueColumns(label);
            default -> new CsvTarget.ClassColumn(label.get(0));
        };
    }

    CsvColumns toMeasure(Schema schema, Optional<String> heldOut) {
        return new CsvColumns(schema.features(), schema.target(label), weight, heldOut, id);
    }

    CsvColumns toPredict(List<String> modelFeatures, Optional<String> askedId) {
        return new CsvColumns(
                modelFeatures, new CsvTarget.None(), Optional.empty(), Optional.empty(), askedId.or(() -> id));
    }
}
