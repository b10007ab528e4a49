package org.turnpike.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Shifts and scales each feature so that the rows it was learned on have mean 0 and standard deviation 1:
 * {@code (value − mean) / scale}.
 *
 * <p>Learned on the training split alone, from exact sums, with the population's deviation (divided by the number of rows)
 * and without weights. A feature with one value only gets scale 1, so that it becomes 0, and is reported by
 * {@link #constantFeatures}. Means and scales are plain numbers that a model file keeps.
 */
public final class Standardisation {
    private final double[] mean;
    private final double[] scale;
    private final int[] constantFeatures;

    private Standardisation(double[] mean, double[] scale, int[] constantFeatures) {
        this.mean = mean;
        this.scale = scale;
        this.constantFeatures = constantFeatures;
    }

    /** Learns from all rows; {@link RowMatrix#select} those of the training split first. */
    public static Standardisation learn(RowMatrix features) {
        if (features.rows() == 0) {
            throw new DataError(
                    "standardisation", "at least one training row", "none", "Check the data and the split.");
        }
        FeatureMoments moments = new FeatureMoments(features.width());
        float[] values = new float[features.width()];
        for (int row = 0; row < features.rows(); row++) {
            features.copyRow(row, values, 0);
            moments.add(values, 0);
        }
        return of(moments);
    }

    /** Learns from rows that were counted elsewhere, at least one. */
    public static Standardisation of(FeatureMoments moments) {
        int width = moments.width();
        double[] mean = IntStream.range(0, width).mapToDouble(moments::mean).toArray();
        double[] variance =
                IntStream.range(0, width).mapToDouble(moments::variance).toArray();
        double[] scale = Arrays.stream(variance)
                .map(each -> each > 0 ? Math.sqrt(each) : 1)
                .toArray();
        int[] constant = IntStream.range(0, width)
                .filter(column -> variance[column] == 0)
                .toArray();
        return new Standardisation(mean, scale, constant);
    }

    /**
     * One that was learned before, from what {@link #mean} and {@link #scale} gave. Which features were constant is not
     * kept: none is reported.
     *
     * @throws DataError where the lengths differ, a number is not finite, or a scale is not above 0
     */
    public static Standardisation of(double[] mean, double[] scale) {
        if (mean.length != scale.length || mean.length == 0) {
            throw new DataError(
                    "standardisation",
                    "a mean and a scale for each feature",
                    mean.length + " means and " + scale.length + " scales",
                    "Train the model again, or restore its file.");
        }
        for (int column = 0; column < mean.length; column++) {
            if (!Double.isFinite(mean[column]) || !Double.isFinite(scale[column]) || !(scale[column] > 0)) {
                throw new DataError(
                        "standardisation, feature " + column,
                        "a finite mean and a finite scale above 0",
                        mean[column] + " and " + scale[column],
                        "Train the model again, or restore its file.");
            }
        }
        return new Standardisation(mean.clone(), scale.clone(), new int[0]);
    }

    public int width() {
        return mean.length;
    }

    /** A new array of the means, one per feature, in the feature's unit. */
    public double[] mean() {
        return mean.clone();
    }

    /** A new array of the scales, one per feature, above 0, in the feature's unit. */
    public double[] scale() {
        return scale.clone();
    }

    /** A new array of the features that had one value only in the rows this was learned on. */
    public int[] constantFeatures() {
        return constantFeatures.clone();
    }

    /**
     * A new matrix of the standardised rows.
     *
     * @throws DataError where a row's value is so far out that the result exceeds float32
     */
    public RowMatrix apply(RowMatrix features) {
        if (features.width() != width()) {
            throw new IllegalArgumentException("expected " + width() + " features, found " + features.width());
        }
        float[] standardised = new float[features.rows() * width()];
        for (int row = 0; row < features.rows(); row++) {
            for (int column = 0; column < width(); column++) {
                standardised[row * width() + column] =
                        (float) ((features.value(row, column) - mean[column]) / scale[column]);
            }
        }
        return RowMatrix.takingOwnership(standardised, width());
    }

    /**
     * Standardises rows where they lie: features of {@code rows} rows, each of which takes {@code stride} numbers of which the
     * features are the first.
     *
     * @throws DataError where a row's value is so far out that the result exceeds float32
     */
    public void applyInPlace(float[] numbers, int stride, int rows) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < width(); column++) {
                int place = row * stride + column;
                float standardised = (float) ((numbers[place] - mean[column]) / scale[column]);
                if (!Float.isFinite(standardised)) {
                    throw new DataError(
                            "feature " + column,
                            "a number that can be standardised",
                            Float.toString(numbers[place]),
                            "Correct the value or leave the row out.");
                }
                numbers[place] = standardised;
            }
        }
    }

    public Table apply(Table table) {
        return table.withFeatures(apply(table.features()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Standardisation that
                && Arrays.equals(that.mean, mean)
                && Arrays.equals(that.scale, scale);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(scale);
    }

    @Override
    public String toString() {
        return "Standardisation[mean=" + Arrays.toString(mean) + ", scale=" + Arrays.toString(scale) + "]";
    }
}
