package org.turnpike.spark.report.figure;

import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.Unlabelled;

/** Rows of two features as points of the plane. */
final class Plane {

    private Plane() {}

    /** Where the rows lie. */
    static double[][] places(Table rows) {
        double[][] places = new double[rows.rows()][];
        for (int row = 0; row < places.length; row++) {
            places[row] =
                    new double[] {rows.features().value(row, 0), rows.features().value(row, 1)};
        }
        return places;
    }

    /** Rows at given places, of the features of other ones. */
    static Table table(Table like, double[][] places) {
        float[] values = new float[2 * places.length];
        for (int row = 0; row < places.length; row++) {
            values[2 * row] = (float) places[row][0];
            values[2 * row + 1] = (float) places[row][1];
        }
        return new Table(RowMatrix.takingOwnership(values, 2), like.featureNames(), new Unlabelled(places.length));
    }
}
