package org.turnpike.training.evaluation;

import java.util.Optional;
import java.util.OptionalDouble;
import org.turnpike.model.Outputs;
import org.turnpike.training.batch.BatchSolver;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.batch.Totals;

/**
 * How good a model is on some rows.
 *
 * @param loss weighted mean of the terminal loss that such a model has: cross-entropy, squared error, or negative
 *     log-likelihood; NaN after a failure
 * @param accuracy weighted share of rows classified right, for classes
 * @param meanSquaredError for values
 * @param negativeLogLikelihood weighted mean, in nats, for densities
 * @param forwardEvaluations of the field, mean over the rows
 * @param rows number of rows
 * @param seconds that the solves took
 * @param failure of the first row that could not be solved
 */
public record Evaluation(
        double loss,
        OptionalDouble accuracy,
        OptionalDouble meanSquaredError,
        OptionalDouble negativeLogLikelihood,
        double forwardEvaluations,
        long rows,
        double seconds,
        Optional<SampleFailure> failure) {

    /** From sums that {@link Evaluator#sums} gave, of all parts of the rows, added up. */
    public static Evaluation of(Outputs outputs, double[] sums, double seconds, Optional<SampleFailure> failure) {
        Totals totals = Totals.of(sums, BatchSolver.FIGURES);
        OptionalDouble score = OptionalDouble.of(totals.score());
        return new Evaluation(
                totals.cost(),
                outputs instanceof Outputs.Classes ? score : OptionalDouble.empty(),
                outputs instanceof Outputs.Values ? score : OptionalDouble.empty(),
                outputs instanceof Outputs.LogDensity ? score : OptionalDouble.empty(),
                totals.forwardEvaluations(),
                totals.rows(),
                seconds,
                failure);
    }
}
