package org.turnpike.spark.report.figure;

import org.turnpike.data.ClassLabels;
import org.turnpike.data.TargetValues;
import org.turnpike.data.Targets;

/** How good predictions are; every row counts once, whatever its weight. */
final class Scores {

    /** Below the smallest probability that float32 tells from 0. */
    private static final double SMALLEST_PROBABILITY = 1e-38;

    private Scores() {}

    /** Mean cross-entropy in nats, mean squared error, or mean negative log-likelihood in nats. */
    static double loss(Targets targets, double[][] predictions) {
        if (!(targets instanceof ClassLabels labels)) {
            return score(targets, predictions);
        }
        double sum = 0;
        for (int row = 0; row < predictions.length; row++) {
            sum -= Math.log(Math.max(predictions[row][labels.label(row)], SMALLEST_PROBABILITY));
        }
        return sum / predictions.length;
    }

    /** Share of rows classified right, mean squared error over rows and outputs, or mean negative log-likelihood. */
    static double score(Targets targets, double[][] predictions) {
        double sum = 0;
        for (int row = 0; row < predictions.length; row++) {
            if (targets instanceof ClassLabels labels) {
                sum += likeliest(predictions[row]) == labels.label(row) ? 1 : 0;
            } else if (targets instanceof TargetValues values) {
                sum += squaredError(values, row, predictions[row]);
            } else {
                sum -= predictions[row][0];
            }
        }
        return sum / predictions.length;
    }

    /** The class of the largest probability, of equals the first; −1 where they are not numbers. */
    static int likeliest(double[] probabilities) {
        int likeliest = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[likeliest]) {
                likeliest = i;
            }
        }
        return Double.isNaN(probabilities[likeliest]) ? -1 : likeliest;
    }

    private static double squaredError(TargetValues targets, int row, double[] prediction) {
        double sum = 0;
        for (int output = 0; output < prediction.length; output++) {
            double error = prediction[output] - targets.values().value(row, output);
            sum += error * error;
        }
        return sum / prediction.length;
    }
}
