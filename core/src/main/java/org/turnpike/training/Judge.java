package org.turnpike.training;

import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.BatchSolver;
import org.turnpike.training.batch.Scoring;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.Totals;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.stage.EpochReport;
import org.turnpike.training.stage.Stage;

/** Measures weights and terminal time on some rows of all workers, by the stage's own objective. */
final class Judge {

    private final Stage stage;
    private final Objective objective;
    private final BatchSolver solver;
    private final Exchange exchange;
    private final Scoring scoring;

    Judge(NeuralOde model, Stage stage, Objective objective, BatchSolver solver, Exchange exchange) {
        this.stage = stage;
        this.objective = objective;
        this.solver = solver;
        this.exchange = exchange;
        this.scoring = Scoring.of(model.outputs());
    }

    /** The loss is NaN where a solve fails. */
    EpochReport.Validation judge(Batch rows, float[] vector, TerminalTime time) {
        solver.weights(vector);
        solver.directions(stage.settings().seed(), BatchSolver.NO_ITERATION);
        double[] sums = exchange.sum(solver.evaluate(rows, time.t0(), time.value(), scoring));
        Totals totals = Totals.of(sums, BatchSolver.FIGURES);
        double penalty = objective.penalty(time.t0(), time.value(), squaredNorm(objective, vector))
                + stage.timeCost(time.length());
        return new EpochReport.Validation(
                totals.cost() + penalty, totals.cost(), totals.score(), totals.forwardEvaluations());
    }

    /** ‖θ‖², or 0 where the objective does not ask for it. */
    static double squaredNorm(Objective objective, float[] vector) {
        double sum = 0;
        if (objective.weightDecay() > 0) {
            for (int i = 0; i < SumLayout.ofVector(vector.length).parameters(); i++) {
                sum += (double) vector[i] * vector[i];
            }
        }
        return sum;
    }
}
