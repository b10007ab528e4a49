package org.turnpike.training.evaluation;

import java.util.Optional;
import org.turnpike.training.batch.SampleFailure;

/**
 * What a model says about rows: probabilities of classes, or values.
 *
 * @param values {@code [rows][width]}, row by row, not copied; NaN in rows that could not be solved
 * @param width numbers per row
 * @param forwardEvaluations of the field, mean over the rows
 * @param failure of the first row that could not be solved
 */
@SuppressWarnings("ArrayRecordComponent") // a result on its way out; nothing compares it
public record Predictions(float[] values, int width, double forwardEvaluations, Optional<SampleFailure> failure) {

    public int rows() {
        return values.length / width;
    }

    public float value(int row, int output) {
        return values[row * width + output];
    }

    /** The output with the largest value, of equals the first: a class's index. */
    public int likeliest(int row) {
        int likeliest = 0;
        for (int output = 1; output < width; output++) {
            if (value(row, output) > value(row, likeliest)) {
                likeliest = output;
            }
        }
        return likeliest;
    }
}
