package org.turnpike.training.batch;

import org.turnpike.model.Outputs;
import org.turnpike.sensitivity.TileSolver;

/** How predictions are judged; every score is a sum over the rows of a tile, each counted by its weight. */
public enum Scoring {
    /** Not at all: 0. */
    NONE {
        @Override
        double score(TileSolver solved, Tile tile, int width) {
            return 0;
        }
    },
    /** Rows whose largest prediction is of the target's class, of equals the first. */
    ACCURACY {
        @Override
        double score(TileSolver solved, Tile tile, int width) {
            double score = 0;
            int tileRows = tile.weights.length;
            for (int lane = 0; lane < tile.rows(); lane++) {
                int predicted = 0;
                int expected = 0;
                double highest = solved.prediction(0, lane);
                for (int row = 1; row < width; row++) {
                    double prediction = solved.prediction(row, lane);
                    if (prediction > highest) {
                        highest = prediction;
                        predicted = row;
                    }
                    if (tile.targets[row * tileRows + lane] > tile.targets[expected * tileRows + lane]) {
                        expected = row;
                    }
                }
                // A prediction that is not a number is right for no class, not for the first.
                if (predicted == expected && !Double.isNaN(highest)) {
                    score += tile.weights[lane];
                }
            }
            return score;
        }
    },
    /** Squared errors, averaged over the outputs. */
    SQUARED_ERROR {
        @Override
        double score(TileSolver solved, Tile tile, int width) {
            double score = 0;
            int tileRows = tile.weights.length;
            for (int lane = 0; lane < tile.rows(); lane++) {
                double sum = 0;
                for (int row = 0; row < width; row++) {
                    double error = solved.prediction(row, lane) - tile.targets[row * tileRows + lane];
                    sum += error * error;
                }
                score += tile.weights[lane] * sum / width;
            }
            return score;
        }
    },
    /** Log-densities with their sign reversed, without whatever else the objective pays for. */
    NEGATIVE_LOG_LIKELIHOOD {
        @Override
        double score(TileSolver solved, Tile tile, int width) {
            double score = 0;
            for (int lane = 0; lane < tile.rows(); lane++) {
                score -= tile.weights[lane] * solved.prediction(0, lane);
            }
            return score;
        }
    };

    public static Scoring of(Outputs outputs) {
        if (outputs instanceof Outputs.LogDensity) {
            return NEGATIVE_LOG_LIKELIHOOD;
        }
        return outputs instanceof Outputs.Classes ? ACCURACY : SQUARED_ERROR;
    }

    abstract double score(TileSolver solved, Tile tile, int width);
}
