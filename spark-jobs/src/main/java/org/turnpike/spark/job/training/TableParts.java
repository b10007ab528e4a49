package org.turnpike.spark.job.training;

import java.io.Serializable;
import java.util.List;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.SampleWeights;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;
import org.turnpike.data.Targets;
import org.turnpike.data.Unlabelled;

/**
 * A table as it travels.
 *
 * @param labels null where the targets are no classes
 * @param values null where they are no values
 * @param weights null where every row weighs 1
 */
@SuppressWarnings("ArrayRecordComponent") // on its way; nothing compares it
record TableParts(
        List<String> featureNames,
        float[] features,
        List<String> targetNames,
        int[] labels,
        float[] values,
        float[] weights)
        implements Serializable {

    static TableParts of(Table table) {
        int[] labels = null;
        float[] values = null;
        List<String> names = List.of();
        if (table.targets() instanceof ClassLabels classes) {
            labels = new int[table.rows()];
            for (int row = 0; row < labels.length; row++) {
                labels[row] = classes.label(row);
            }
            names = classes.classNames();
        } else if (table.targets() instanceof TargetValues targets) {
            values = numbers(targets.values());
            names = targets.names();
        }
        return new TableParts(
                List.copyOf(table.featureNames()),
                numbers(table.features()),
                List.copyOf(names),
                labels,
                values,
                weights(table.weights()));
    }

    Table table() {
        RowMatrix inputs = RowMatrix.copyOf(features, featureNames.size());
        return new Table(
                inputs,
                featureNames,
                targets(inputs.rows()),
                weights == null ? SampleWeights.uniform(inputs.rows()) : SampleWeights.copyOf(weights));
    }

    private Targets targets(int rows) {
        if (labels != null) {
            return ClassLabels.copyOf(labels, targetNames);
        }
        return values == null
                ? new Unlabelled(rows)
                : new TargetValues(RowMatrix.copyOf(values, targetNames.size()), targetNames);
    }

    private static float[] numbers(RowMatrix matrix) {
        float[] numbers = new float[matrix.rows() * matrix.width()];
        for (int row = 0; row < matrix.rows(); row++) {
            matrix.copyRow(row, numbers, row * matrix.width());
        }
        return numbers;
    }

    private static float[] weights(SampleWeights weights) {
        if (weights.isUniform()) {
            return null;
        }
        float[] numbers = new float[weights.rows()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = weights.weight(row);
        }
        return numbers;
    }
}
