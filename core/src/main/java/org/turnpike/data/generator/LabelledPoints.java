package org.turnpike.data.generator;

import java.util.List;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.KeyedRandom;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;

/** Points of the plane with their classes, collected in the order of their definition and then shuffled. */
final class LabelledPoints {
    private final float[] coordinates;
    private final int[] labels;
    private final int classes;
    private int added;

    LabelledPoints(int rows, int classes) {
        this.coordinates = new float[Math.multiplyExact(2, rows)];
        this.labels = new int[rows];
        this.classes = classes;
    }

    void add(double x, double y, int label) {
        coordinates[2 * added] = (float) x;
        coordinates[2 * added + 1] = (float) y;
        labels[added] = label;
        added++;
    }

    Table shuffled(KeyedRandom random) {
        Table ordered = new Table(
                RowMatrix.takingOwnership(coordinates, 2),
                List.of("x", "y"),
                ClassLabels.copyOf(labels, ClassLabels.numbered(classes)));
        return ordered.select(random.permutation(labels.length));
    }
}
