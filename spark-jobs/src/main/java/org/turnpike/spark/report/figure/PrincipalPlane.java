package org.turnpike.spark.report.figure;

import java.util.Arrays;
import java.util.List;

/**
 * The plane in which points of many dimensions lie farthest apart: through their mean, along the two eigenvectors of their
 * covariance with the largest eigenvalues.
 *
 * @param share of the points' variance that lies in the plane, from 0 to 1
 */
record PrincipalPlane(double[] mean, double[][] axes, double share) {

    /** Eigenvalues of states part quickly; where two are nearly equal, either plane is as good. */
    private static final int ITERATIONS = 300;

    /** @param points finite, at least one, of two or more dimensions */
    static PrincipalPlane of(List<double[]> points) {
        int width = points.get(0).length;
        double[] mean = new double[width];
        for (double[] point : points) {
            for (int i = 0; i < width; i++) {
                mean[i] += point[i] / points.size();
            }
        }
        double[][] covariance = covariance(points, mean);
        double trace = 0;
        for (int i = 0; i < width; i++) {
            trace += covariance[i][i];
        }
        double[][] axes = new double[2][];
        double explained = 0;
        for (int k = 0; k < 2; k++) {
            axes[k] = eigenvector(covariance, Arrays.copyOf(axes, k));
            explained += dot(axes[k], product(covariance, axes[k]));
        }
        return new PrincipalPlane(mean, axes, trace > 0 ? explained / trace : 1);
    }

    /** Where a point lies in the plane. */
    double[] project(double[] point) {
        double[] place = new double[2];
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < mean.length; i++) {
                place[k] += axes[k][i] * (point[i] - mean[i]);
            }
        }
        return place;
    }

    private static double[][] covariance(List<double[]> points, double[] mean) {
        int width = mean.length;
        double[][] covariance = new double[width][width];
        for (double[] point : points) {
            for (int i = 0; i < width; i++) {
                double deviation = (point[i] - mean[i]) / points.size();
                for (int j = 0; j < width; j++) {
                    covariance[i][j] += deviation * (point[j] - mean[j]);
                }
            }
        }
        return covariance;
    }

    /** The first eigenvector orthogonal to those {@code before}, by power iteration; its largest entry is positive. */
    private static double[] eigenvector(double[][] covariance, double[][] before) {
        int width = covariance.length;
        double[] vector = new double[width];
        for (int i = 0; i < width; i++) {
            // no symmetric start, which could be orthogonal to what is sought
            vector[i] = Math.sin(1.0 + i * 1.7 + before.length);
        }
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] next = orthonormal(product(covariance, vector), before);
            if (next.length == 0) {
                break;
            }
            vector = next;
        }
        double[] unit = orthonormal(vector, before);
        return unit.length == 0 ? anyOther(width, before) : positive(unit);
    }

    private static double[] anyOther(int width, double[][] before) {
        for (int i = 0; i < width; i++) {
            double[] axis = new double[width];
            axis[i] = 1;
            double[] unit = orthonormal(axis, before);
            if (unit.length > 0) {
                return unit;
            }
        }
        throw new IllegalArgumentException("expected points of two or more dimensions, found " + width);
    }

    /** Empty where nothing remains. */
    private static double[] orthonormal(double[] vector, double[][] before) {
        double[] rest = vector.clone();
        for (double[] axis : before) {
            double share = dot(rest, axis);
            for (int i = 0; i < rest.length; i++) {
                rest[i] -= share * axis[i];
            }
        }
        double norm = Math.sqrt(dot(rest, rest));
        if (!(norm > 1e-12 * Math.sqrt(dot(vector, vector)))) {
            return new double[0];
        }
        return Arrays.stream(rest).map(entry -> entry / norm).toArray();
    }

    private static double[] positive(double[] unit) {
        double largest = 0;
        for (double entry : unit) {
            largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
        }
        double sign = Math.signum(largest);
        return Arrays.stream(unit).map(entry -> sign * entry).toArray();
    }

    private static double[] product(double[][] matrix, double[] vector) {
        return Arrays.stream(matrix).mapToDouble(row -> dot(row, vector)).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
