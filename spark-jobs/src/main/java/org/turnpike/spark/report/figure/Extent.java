package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;

/** The part of a plane that a figure shows. */
public record Extent(double left, double right, double bottom, double top) {

    private static final double MARGIN = 0.07;

    /** Around all points that are finite, with a margin; a unit is as long across as it is up. */
    public static Extent squareAround(double[][] points) {
        Extent tight = around(points);
        double half = Math.max(tight.right - tight.left, tight.top - tight.bottom) / 2;
        double x = (tight.left + tight.right) / 2;
        double y = (tight.bottom + tight.top) / 2;
        return new Extent(x - half, x + half, y - half, y + half);
    }

    /** Around all points that are finite, with a margin. */
    public static Extent around(double[][] points) {
        double[] x = range(points, 0);
        double[] y = range(points, 1);
        return new Extent(x[0], x[1], y[0], y[1]);
    }

    /** Points at the centres of {@code resolution} by {@code resolution} cells, row by row from the top left. */
    public double[][] grid(int resolution) {
        double[][] points = new double[resolution * resolution][];
        for (int row = 0; row < resolution; row++) {
            double y = top - (top - bottom) * (row + 0.5) / resolution;
            for (int column = 0; column < resolution; column++) {
                double x = left + (right - left) * (column + 0.5) / resolution;
                points[row * resolution + column] = new double[] {x, y};
            }
        }
        return points;
    }

    ArrayNode json() {
        return Json.read(new double[] {left, right, bottom, top});
    }

    private static double[] range(double[][] points, int axis) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] point : points) {
            if (Double.isFinite(point[axis])) {
                low = Math.min(low, point[axis]);
                high = Math.max(high, point[axis]);
            }
        }
        if (low > high) {
            return new double[] {-1, 1};
        }
        double margin = high > low ? MARGIN * (high - low) : Math.max(1, Math.abs(low)) * MARGIN;
        return new double[] {low - margin, high + margin};
    }
}
