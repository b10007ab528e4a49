package org.turnpike.training;

import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;

/** One iteration: the batch's gradient, its exchange, the update; twice for coordinate descent. */
final class GradientStep {

    private final Stage stage;
    private final Objective objective;
    private final BatchSolver solver;
    private final Exchange exchange;

    GradientStep(Stage stage, Objective objective, BatchSolver solver, Exchange exchange) {
        this.stage = stage;
        this.objective = objective;
        this.solver = solver;
        this.exchange = exchange;
    }

    /**
     * What an iteration came to; all but {@code outcome} belongs to the weights and the terminal time before it.
     *
     * @param totals with the evaluations of both gradients, where there were two
     */
    record Result(Totals totals, double loss, double terminalTime, double gradientNorm, Exchange.Outcome outcome) {}

    Result take(Batch batch, TrainingProgress progress) {
        TerminalTime time = progress.time();
        double tf = stage.solveTo(time, progress.iterations());
        double penalty = objective.penalty(time.t0(), tf, Judge.squaredNorm(objective, progress.vector));
        Exchange.Updated first = update(batch, progress, tf, firstPart());
        Result result =
                new Result(first.totals(), first.totals().cost() + penalty, tf, first.gradientNorm(), first.applied());
        if (stage.learning() == Stage.Learning.ALTERNATING && result.outcome() == Exchange.Outcome.APPLIED) {
            Exchange.Updated second = update(batch, progress, tf, UpdateStep.Part.TERMINAL_TIME);
            result = new Result(
                    result.totals().plusEvaluations(second.totals()),
                    result.loss(),
                    tf,
                    Math.hypot(first.gradientNorm(), second.gradientNorm()),
                    second.applied());
        }
        if (stage.learning() != Stage.Learning.WEIGHTS && result.outcome() == Exchange.Outcome.APPLIED) {
            progress.adoptLearnedTime();
        }
        return result;
    }

    private Exchange.Updated update(Batch batch, TrainingProgress progress, double tf, UpdateStep.Part part) {
        solver.weights(progress.vector);
        solver.directions(stage.settings().seed(), progress.iterations());
        double[][] sums = solver.differentiate(batch, progress.time().t0(), tf);
        return exchange.update(sums, progress.vector, new UpdateStep(progress.epoch(), part, progress.time()));
    }

    private UpdateStep.Part firstPart() {
        return stage.learning() == Stage.Learning.JOINT ? UpdateStep.Part.BOTH : UpdateStep.Part.WEIGHTS;
    }
}
