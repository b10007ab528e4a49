package org.turnpike.training;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.solver.SolverSettings;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.BatchSolver;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.batch.Totals;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.exchange.ExchangeFactory;
import org.turnpike.training.exchange.UpdateRules;
import org.turnpike.training.stage.EpochReport;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.TrainingSettings;

/**
 * Trains one stage on one worker: batch, gradient, exchange, update, and between epochs validation, the choice of the best
 * model and the stage's own directive.
 *
 * <p>Runs in segments of any number of iterations; {@link #state} between them is all it takes to go on elsewhere. Of several
 * workers each runs a loop of its own over its shards; as the exchange gives all of them the same totals, all decide alike.
 * Divergence is an end like any other: the update that led there is not applied, and the best model so far is kept.
 *
 * <p>The best model is the one with the lowest validation loss. Without validation rows it is the one with the lowest training
 * loss: of full batches the exact one, of smaller batches the epoch's mean, which belongs to the weights that changed in it.
 * Of rows that are other ones in every epoch it is the last one. A stage may have models judged otherwise ({@link Stage#judgedBy}).
 */
public final class TrainingLoop implements AutoCloseable {

    private final Stage stage;
    private final TrainingSettings settings;
    private final TileExecutor executor;
    private final BatchSolver solver;
    private final Batches batches;
    private final Exchange exchange;
    private final TrainingStep step;
    private final Judge judge;
    private final Optional<Batch> validation;
    private final Optional<Batch> judged;
    private final TrainingProgress progress;
    private final boolean isFresh;
    private final float[] before;

    /** @param resume where to go on; empty to start the stage from {@code model} */
    public TrainingLoop(
            NeuralOde model,
            Stage stage,
            TrainingData data,
            Compute compute,
            ExchangeFactory exchanges,
            Optional<TrainingState> resume) {
        this.stage = stage;
        this.settings = stage.settings();
        Objective objective = stage.objective(model);
        this.executor = new TileExecutor(compute.threads());
        this.solver = solver(model, stage.problem(model), stage.solver(model), compute);
        this.batches = new Batches(data, settings, solver.gradientTiling());
        this.validation = data.validation().map(rows -> Batch.all(rows, solver.evaluationTiling()));
        this.exchange = exchanges.open(
                rules(stage, objective), solver.layout(), data.training().plan().count(), executor);
        this.step = stage.secondOrder()
                .<TrainingStep>map(order -> new SecondOrderStep(
                        stage, order, model, compute.backend(), executor, solver, rules(stage, objective), exchange))
                .orElseGet(() -> new GradientStep(stage, objective, solver, exchange));
        Optional<Objective> judgedBy = stage.judgedBy(model);
        Optional<BolzaProblem> judgedApart =
                judgedBy.map(model::problem).filter(apart -> !apart.equals(stage.problem(model)));
        this.judged = judgedBy.isPresent() && validation.isEmpty()
                ? Optional.of(Batch.all(data.training(), solver.evaluationTiling()))
                : validation;
        this.judge = new Judge(
                model,
                stage,
                judgedBy.orElse(objective),
                judgedApart
                        .map(apart -> solver(model, apart, model.solver(), compute))
                        .orElse(solver),
                exchange);
        this.progress = resume.map(state -> new TrainingProgress(model, state))
                .orElseGet(() -> new TrainingProgress(model, stage.terminalTime()));
        resume.ifPresent(state -> step.restore(state.optimizers()));
        this.isFresh = data.fresh().isPresent();
        this.before = new float[progress.vector.length];
        compute.backend().warmUp();
    }

    /**
     * Trains for at most {@code most} iterations.
     *
     * @param cancelled asked before every iteration; with several workers it must answer the same to all of them
     */
    public TrainingEnd run(long most, TrainingListener listener, BooleanSupplier cancelled) {
        if (progress.iterations() == 0 && progress.best().isEmpty()) {
            Optional<TrainingEnd> end =
                    stage.atStart(this::judgeStart, progress.time()).flatMap(this::follow);
            if (end.isPresent()) {
                return end.get();
            }
        }
        for (long done = 0; progress.epoch() < settings.epochs(); done++) {
            if (done == most) {
                return new TrainingEnd.Paused();
            }
            if (cancelled.getAsBoolean()) {
                return new TrainingEnd.Cancelled();
            }
            Optional<TrainingEnd> end = iterate(listener);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return new TrainingEnd.Completed();
    }

    /** All that it takes to go on. */
    public TrainingState state() {
        return progress.state(step.states());
    }

    /** The best model so far; where none was judged yet, the one that training began with. */
    public NeuralOde best() {
        return progress.bestModel();
    }

    /** The loss and the epoch of the best model so far. */
    public Optional<BestModel> bestSoFar() {
        return progress.best();
    }

    /** The model as the last update left it. */
    public NeuralOde last() {
        return progress.last();
    }

    @Override
    public void close() {
        exchange.close();
        executor.close();
    }

    private Optional<TrainingEnd> iterate(TrainingListener listener) {
        long start = System.nanoTime();
        int epoch = progress.epoch();
        long iteration = progress.iterations();
        TerminalTime timeBefore = progress.time();
        System.arraycopy(progress.vector, 0, before, 0, before.length);
        TrainingStep.Result result = step.take(batches.batch(epoch, progress.iterationInEpoch()), progress);
        if (result.outcome() == Exchange.Outcome.NOT_FINITE) {
            return Optional.of(diverged(iteration, result));
        }
        Totals totals = result.totals();
        if (judgesIterations()) {
            progress.offer(result.loss(), before, timeBefore);
        }
        double took = secondsSince(start);
        progress.iterationDone(progress.epochSums().plus(result), took);
        listener.iteration(new IterationReport(
                iteration,
                epoch,
                result.loss(),
                totals.cost(),
                totals.rows(),
                result.terminalTime(),
                totals.forwardEvaluations(),
                totals.backwardEvaluations(),
                result.gradientNorm(),
                took));
        return progress.iterationInEpoch() == batches.perEpoch() ? endEpoch(listener) : Optional.empty();
    }

    /** Judges the model that the stage begins with, which may be the best. */
    private EpochReport.Validation judgeStart() {
        EpochReport.Validation figures = judge.judge(judged.orElseThrow(), progress.vector, progress.time());
        progress.offer(figures.loss(), progress.vector, progress.time());
        return figures;
    }

    private Optional<TrainingEnd> endEpoch(TrainingListener listener) {
        long start = System.nanoTime();
        int epoch = progress.epoch();
        boolean last = epoch + 1 == settings.epochs();
        EpochReport.Validation figures = null;
        if (judged.isPresent() && (last || (epoch + 1) % settings.validateEvery() == 0)) {
            figures = judge.judge(judged.get(), progress.vector, progress.time());
            progress.offer(figures.loss(), progress.vector, progress.time());
        }
        double rate = settings.optimizer().rate() * settings.schedule().factor(epoch, settings.epochs());
        double took = secondsSince(start);
        EpochReport report = progress.epochSums()
                .report(
                        epoch,
                        progress.iterations(),
                        rate,
                        progress.seconds() + took,
                        validation.isPresent() ? figures : null);
        if (judged.isEmpty() && isFresh) {
            // Losses of different rows do not compare: the lowest would be that of the easiest rows.
            progress.keep(report.loss(), progress.vector, progress.time());
        } else if (judged.isEmpty() && !judgesIterations()) {
            progress.offer(report.loss(), progress.vector, progress.time());
        }
        listener.epoch(report);
        Optional<TrainingEnd> end = follow(stage.afterEpoch(report, Optional.ofNullable(figures), progress.time()))
                .or(this::impatience);
        if (judgesIterations() && (last || end.isPresent())) {
            // The last update's weights have not been judged by any iteration.
            EpochReport.Validation final_ = judge.judge(batches.batch(epoch, 0), progress.vector, progress.time());
            progress.offer(final_.loss(), progress.vector, progress.time());
        }
        progress.epochDone(took);
        return end;
    }

    private Optional<TrainingEnd> follow(Stage.Directive directive) {
        if (directive instanceof Stage.Directive.Finish finish) {
            return Optional.of(new TrainingEnd.Finished(finish.reason()));
        }
        if (directive instanceof Stage.Directive.MoveTerminalTime move) {
            progress.move(move.to());
            if (move.optimizers() == Stage.Memory.CLEARED) {
                step.reset();
            }
        }
        return Optional.empty();
    }

    private Optional<TrainingEnd> impatience() {
        return progress.best()
                .filter(best -> settings.patience().isPresent()
                        && progress.epoch() - best.epoch()
                                >= settings.patience().getAsInt())
                .map(best -> new TrainingEnd.EarlyStopped(best.epoch()));
    }

    /** Whether every iteration's loss is that of all rows, and nothing better to judge by. */
    private boolean judgesIterations() {
        return judged.isEmpty() && !isFresh && !batches.areVaried() && batches.isFullBatch();
    }

    private BatchSolver solver(NeuralOde model, BolzaProblem problem, SolverSettings steps, Compute compute) {
        return new BatchSolver(executor, compute.backend(), model.layout(), problem, steps, settings.gradientMethod());
    }

    private TrainingEnd diverged(long iteration, TrainingStep.Result result) {
        return step.failure()
                .map(failure -> new TrainingEnd.Diverged(
                        iteration, failure.message(), TrainingEnd.Diverged.Evidence.A_ROW_OF_THIS_WORKER))
                .orElseGet(() -> new TrainingEnd.Diverged(
                        iteration,
                        "The loss became " + result.loss() + " and the gradient's norm " + result.gradientNorm()
                                + ". Lower the learning rate, or clip gradients.",
                        TrainingEnd.Diverged.Evidence.THE_SUMS));
    }

    private static UpdateRules rules(Stage stage, Objective objective) {
        TrainingSettings settings = stage.settings();
        return new UpdateRules(
                settings.epochs(),
                settings.optimizer(),
                settings.schedule(),
                stage.terminalTimeOptimizer(),
                stage.terminalTimeSchedule(),
                stage.initialTimeOptimizer(),
                stage.initialTimeSchedule(),
                settings.clipNorm(),
                objective.weightDecay(),
                objective.timePenalty());
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}
