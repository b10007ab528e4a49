package org.turnpike.spark.source;

import java.util.List;
import java.util.Optional;
import org.turnpike.data.Table;
import org.turnpike.data.csv.CsvTarget;
import org.turnpike.model.Outputs;

/** What further rows must have to fit those that a model was trained on: the same features, and the same classes or values. */
public record Schema(List<String> features, Outputs outputs) {
    public Schema {
        features = List.copyOf(features);
    }

    /** @throws org.turnpike.data.DataError where the rows have no targets */
    public static Schema of(Table table) {
        return new Schema(table.featureNames(), Outputs.of(table.targets()));
    }

    CsvTarget target(List<String> label) {
        return outputs instanceof Outputs.Classes classes
                ? new CsvTarget.ClassColumn(label.get(0), Optional.of(classes.names()))
                : new CsvTarget.ValueColumns(outputs.names());
    }
}
