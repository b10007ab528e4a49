package org.turnpike.training;

import java.util.List;
import java.util.Optional;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.BatchSolver;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.exchange.UpdateStep;
import org.turnpike.training.optimizer.OptimizerState;
import org.turnpike.training.stage.Stage;

/** By the gradient alone; twice for coordinate descent. The optimizers are the exchange's. */
final class GradientStep implements TrainingStep {

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

    @Override
    public Optional<SampleFailure> failure() {
        return solver.failure();
    }

    @Override
    public List<OptimizerState> states() {
        return exchange.states();
    }

    @Override
    public void restore(List<OptimizerState> states) {
        exchange.restore(states);
    }

    @Override
    public void reset() {
        exchange.reset();
    }

    @Override
    public Result take(Batch batch, TrainingProgress progress) {
        TerminalTime time = progress.time();
        double tf = stage.solveTo(time, progress.iterations());
        double penalty = objective.penalty(time.t0(), tf, Judge.squaredNorm(objective, progress.vector));
        Exchange.Updated first = update(batch, progress, tf, firstPart());
        Result result = new Result(
                first.totals(), first.totals().cost() + penalty, time.t0(), tf, first.gradientNorm(), first.applied());
        if (stage.learning() == Stage.Learning.ALTERNATING && result.outcome() == Exchange.Outcome.APPLIED) {
            Exchange.Updated second = update(batch, progress, tf, UpdateStep.Part.TIMES);
            result = new Result(
                    result.totals().plusEvaluations(second.totals()),
                    result.loss(),
                    time.t0(),
                    tf,
                    Math.hypot(first.gradientNorm(), second.gradientNorm()),
                    second.applied());
        }
        if (stage.learning() != Stage.Learning.WEIGHTS && result.outcome() == Exchange.Outcome.APPLIED) {
            progress.adoptLearnedTimes();
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
