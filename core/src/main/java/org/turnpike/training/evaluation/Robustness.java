package org.turnpike.training.evaluation;

import org.turnpike.data.KeyedRandom;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Standardisation;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.training.batch.Compute;

/**
 * How far predictions move when inputs are shaken.
 *
 * @param noise standard deviation of the Gaussian noise on each input, as a share of that input's own over the rows
 * @param change mean over the rows of the Euclidean distance between both predictions (probabilities, or values)
 * @param flipped share of the rows whose class changed; 0 for values
 */
public record Robustness(double noise, double change, double flipped) {

    /**
     * Shakes every row once; the same rows are shaken alike for every model.
     *
     * @param rows raw, of the model's features, at least one
     */
    public static Robustness measure(NeuralOde model, RowMatrix rows, double noise, Compute compute) {
        try (Predictor predictor = new Predictor(model, compute)) {
            Predictions calm = predictor.predict(rows);
            Predictions moved = predictor.predict(shaken(rows, noise));
            boolean classes = model.outputs() instanceof Outputs.Classes;
            double change = 0;
            int flips = 0;
            for (int row = 0; row < rows.rows(); row++) {
                double square = 0;
                for (int output = 0; output < calm.width(); output++) {
                    double difference = moved.value(row, output) - calm.value(row, output);
                    square += difference * difference;
                }
                change += Math.sqrt(square) / rows.rows();
                flips += classes && calm.likeliest(row) != moved.likeliest(row) ? 1 : 0;
            }
            return new Robustness(noise, change, (double) flips / rows.rows());
        }
    }

    private static RowMatrix shaken(RowMatrix rows, double noise) {
        double[] spread = Standardisation.learn(rows).scale();
        float[] values = new float[Math.multiplyExact(rows.rows(), rows.width())];
        for (int row = 0; row < rows.rows(); row++) {
            KeyedRandom random = new KeyedRandom("input noise", row);
            for (int column = 0; column < rows.width(); column++) {
                values[row * rows.width() + column] =
                        (float) (rows.value(row, column) + noise * spread[column] * random.nextGaussian());
            }
        }
        return RowMatrix.takingOwnership(values, rows.width());
    }
}
