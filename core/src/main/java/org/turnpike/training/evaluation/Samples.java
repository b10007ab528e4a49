package org.turnpike.training.evaluation;

import java.util.Optional;
import org.turnpike.training.batch.SampleFailure;

/**
 * Rows drawn from a density model.
 *
 * @param values {@code [rows][width]}, row by row, not copied, in the units of the rows that the model was trained on; NaN in
 *     rows whose solve failed
 * @param width numbers per row
 * @param evaluations of the field, mean over the rows
 * @param failure of the first row that could not be solved
 */
@SuppressWarnings("ArrayRecordComponent") // a result on its way out; nothing compares it
public record Samples(float[] values, int width, double evaluations, Optional<SampleFailure> failure) {

    public int rows() {
        return values.length / width;
    }

    public float value(int row, int column) {
        return values[row * width + column];
    }
}
