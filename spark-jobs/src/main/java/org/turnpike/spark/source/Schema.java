package org.turnpike.spark.source;

import java.util.List;
import java.util.Optional;
import org.turnpike.data.Table;
import org.turnpike.data.csv.CsvTarget;
import org.turnpike.model.Outputs;

/**
 * What further rows must have to fit those that a model was trained on: the same features, and the
 * same classes or values, where there are any.
 */
public record Schema(List<String> features, Outputs outputs) {
    public Schema {
        features = List.copyOf(features);
    }

    /** That of rows to learn from. */
    public static Schema of(Table table) {
        return new Schema(table.featureNames(), Outputs.of(table.targets()));
    }

    CsvTarget target(List<String> label) {
        if (outputs instanceof Outputs.LogDensity) {
            return new CsvTarget.None();
        }
        return outputs instanceof Outputs.Classes classes
                ? new CsvTarget.ClassColumn(label.get(0), Optional.of(classes.names()))
                : new CsvTarget.ValueColumns(outputs.names());
    }
}
