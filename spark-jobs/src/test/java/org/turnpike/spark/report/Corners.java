package org.turnpike.spark.report;

import java.util.Random;
import java.util.stream.IntStream;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;

/** Clouds of points around as many places as there are classes, which touch each other. */
final class Corners {
    private Corners() {}

    static Table table(int rows, int features, int classes) {
        Random random = new Random(7);
        float[] values = new float[rows * features];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = row % classes;
            for (int i = 0; i < features; i++) {
                double centre = (labels[row] >> i & 1) == 1 ? 1 : -1;
                values[row * features + i] = (float) (centre + 0.55 * random.nextGaussian());
            }
        }
        return new Table(
                RowMatrix.copyOf(values, features),
                IntStream.range(0, features).mapToObj(i -> "x" + i).toList(),
                ClassLabels.copyOf(labels, ClassLabels.numbered(classes)));
    }
}
