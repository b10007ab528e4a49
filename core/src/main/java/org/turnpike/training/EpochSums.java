package org.turnpike.training;

import java.io.Serializable;
import org.turnpike.training.batch.Totals;
import org.turnpike.training.stage.EpochReport;

/**
 * What the iterations of the running epoch have added up to.
 *
 * @param iterations of the epoch so far
 * @param loss sum of the iterations' losses, each times its weight
 * @param cost likewise
 * @param forward sum of evaluations times rows
 * @param gradientNorm of the last iteration
 * @param initialTime of the last iteration
 * @param terminalTime of the last iteration
 */
public record EpochSums(
        int iterations,
        double loss,
        double cost,
        double weight,
        double forward,
        double backward,
        double rows,
        double gradientNorm,
        double initialTime,
        double terminalTime)
        implements Serializable {

    static final EpochSums NONE = new EpochSums(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    EpochSums plus(TrainingStep.Result result) {
        Totals totals = result.totals();
        return new EpochSums(
                iterations + 1,
                loss + result.loss() * totals.weight(),
                cost + totals.cost() * totals.weight(),
                weight + totals.weight(),
                forward + totals.forwardEvaluations() * totals.rows(),
                backward + totals.backwardEvaluations() * totals.rows(),
                rows + totals.rows(),
                result.gradientNorm(),
                result.initialTime(),
                result.terminalTime());
    }

    EpochReport report(
            int epoch, long totalIterations, double rate, double seconds, EpochReport.Validation validation) {
        return new EpochReport(
                epoch,
                totalIterations,
                loss / weight,
                cost / weight,
                initialTime,
                terminalTime,
                forward / rows,
                backward / rows,
                gradientNorm,
                rate,
                seconds,
                validation);
    }
}
