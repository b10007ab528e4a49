package org.turnpike.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.turnpike.execution.Backend;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.program.ParameterLayout;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.sensitivity.Curvature;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.sensitivity.KroneckerFactors;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.BatchSolver;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.batch.Totals;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.exchange.LocalExchange;
import org.turnpike.training.exchange.UpdateRules;
import org.turnpike.training.exchange.UpdateStep;
import org.turnpike.training.optimizer.HorizonUpdate;
import org.turnpike.training.optimizer.OptimizerState;
import org.turnpike.training.optimizer.Preconditioner;
import org.turnpike.training.optimizer.SecondOrder;
import org.turnpike.training.stage.Stage;

/**
 * By the gradient, preconditioned with the curvature of every layer, which the stage's optimizer then applies as if it were the
 * gradient; and the times by quadratic models of their own.
 *
 * <p>A layer's factors belong to no slice of the vector, so gradients and factors are summed over all workers and each of them
 * makes the same update of the whole: there is nothing to send back. A refresh solves the adjoint equations whatever gradients
 * the job asks for, since the factors are integrals along them; in between, iterations cost what those of first order do.
 */
final class SecondOrderStep implements TrainingStep {

    /** The states before the layers': of the optimizer, and of the models of t_f and t0. */
    private static final int OPTIMIZER_STATES = 3;

    private final Stage stage;
    private final Objective objective;
    private final BatchSolver plain;
    private final BatchSolver refreshing;
    private final ParameterLayout model;
    private final List<ParameterLayout.Entry> fieldWeights;
    private final Preconditioner preconditioner;
    private final Optional<HorizonUpdate> terminalTime;
    private final Optional<HorizonUpdate> initialTime;
    private final Exchange exchange;
    private final Exchange optimizer;
    private BatchSolver last;

    /**
     * @param plain solves the stage's problem
     * @param exchange by which sums over all workers are taken; its optimizers are not used
     */
    SecondOrderStep(
            Stage stage,
            SecondOrder settings,
            NeuralOde start,
            Backend backend,
            TileExecutor executor,
            BatchSolver plain,
            UpdateRules rules,
            Exchange exchange) {
        this.stage = stage;
        this.objective = stage.objective(start);
        this.model = start.layout();
        BolzaProblem problem = stage.problem(start);
        List<KroneckerFactors.Layer> layers = KroneckerFactors.layers(problem);
        ParameterLayout layout = KroneckerFactors.layout(model, layers);
        GradientMethod asked = stage.settings().gradientMethod();
        this.plain = plain;
        this.refreshing = new BatchSolver(
                executor,
                backend,
                layout,
                problem,
                stage.solver(start),
                asked == GradientMethod.DISCRETE ? GradientMethod.INTERPOLATED : asked,
                Curvature.KRONECKER_FACTORS);
        this.last = plain;
        this.preconditioner = new Preconditioner(settings, layers, layout);
        this.terminalTime = settings.terminalTime().map(HorizonUpdate::ofTerminalTime);
        this.initialTime = settings.terminalTime().map(HorizonUpdate::ofInitialTime);
        this.fieldWeights = start.architecture().vectorField().program().parameters().stream()
                .map(model::entry)
                .toList();
        this.exchange = exchange;
        this.optimizer = new LocalExchange(rules, new SumLayout(model.size()), executor);
    }

    @Override
    public Result take(Batch batch, TrainingProgress progress) {
        TerminalTime time = progress.time();
        double tf = stage.solveTo(time, progress.iterations());
        double penalty = objective.penalty(time.t0(), tf, Judge.squaredNorm(objective, progress.vector))
                + stage.timeCost(tf - time.t0());
        boolean refresh = preconditioner.isDue(progress.iterations());
        last = refresh ? refreshing : plain;
        last.weights(progress.vector);
        last.directions(stage.settings().seed(), progress.iterations());
        double[] sums = exchange.sum(last.differentiate(batch, time.t0(), tf));
        Totals totals = Totals.of(sums, last.layout());
        double[] gradient = gradient(sums, totals.weight());
        double norm = norm(gradient);
        if (!totals.isFinite() || !Double.isFinite(norm(sums))) {
            return new Result(totals, totals.cost() + penalty, time.t0(), tf, norm, Exchange.Outcome.NOT_FINITE);
        }
        if (refresh) {
            preconditioner.refresh(sums, totals.weight());
        }
        Slopes slopes = new Slopes(
                sums[last.layout().terminalTime()] / divisor(totals.weight()),
                sums[last.layout().initialTime()] / divisor(totals.weight()));
        Exchange.Outcome outcome = update(gradient, slopes, totals.rows(), progress);
        return new Result(totals, totals.cost() + penalty, time.t0(), tf, norm, outcome);
    }

    @Override
    public Optional<SampleFailure> failure() {
        return last.failure();
    }

    @Override
    public List<OptimizerState> states() {
        List<OptimizerState> states = new ArrayList<>(optimizer.states().subList(0, 1));
        states.add(state(terminalTime));
        states.add(state(initialTime));
        states.addAll(preconditioner.states());
        return states;
    }

    @Override
    public void restore(List<OptimizerState> states) {
        // Times have no optimizer of first order: any state of one number stands for it.
        List<OptimizerState> fresh = optimizer.states();
        optimizer.restore(List.of(states.get(0), fresh.get(1), fresh.get(2)));
        terminalTime.ifPresent(known -> known.restore(states.get(1)));
        initialTime.ifPresent(known -> known.restore(states.get(2)));
        preconditioner.restore(states.subList(OPTIMIZER_STATES, states.size()));
    }

    @Override
    public void reset() {
        optimizer.reset();
        terminalTime.ifPresent(HorizonUpdate::reset);
        initialTime.ifPresent(HorizonUpdate::reset);
        preconditioner.reset();
    }

    /** The cost's derivatives with respect to the times. */
    private record Slopes(double terminal, double initial) {}

    private Exchange.Outcome update(double[] gradient, Slopes slopes, double rows, TrainingProgress progress) {
        float[] before = progress.vector.clone();
        double[] preconditioned = gradient.clone();
        preconditioner.apply(preconditioned, rows);
        UpdateStep step = new UpdateStep(progress.epoch(), UpdateStep.Part.WEIGHTS, progress.time());
        Exchange.Updated updated = optimizer.update(new double[][] {oneShard(preconditioned)}, progress.vector, step);
        if (updated.applied() == Exchange.Outcome.APPLIED) {
            double change = change(gradient, before, progress.vector);
            TerminalTime time = progress.time();
            double tf = moved(terminalTime, time.value(), slopes.terminal(), change, progress);
            double t0 = time.isInitialLearned()
                    ? moved(initialTime, time.t0(), slopes.initial(), change, progress)
                    : time.t0();
            progress.move(inSinglePrecision(time, t0, tf));
        }
        return updated.applied();
    }

    /** Where a time goes; nowhere where it is not learned, or not due. */
    private static double moved(
            Optional<HorizonUpdate> model, double time, double slope, double change, TrainingProgress progress) {
        model.ifPresent(known -> known.observe(slope, progress.time().length()));
        return model.filter(known -> known.isDue(progress.iterations() + 1))
                .map(known -> time + known.step(slope, change))
                .orElse(time);
    }

    /** As times travel. Those that have not moved keep all their digits. */
    private static TerminalTime inSinglePrecision(TerminalTime time, double t0, double tf) {
        TerminalTime started = t0 == time.t0() ? time : time.withTimes(time.clipInitial((float) t0), time.value());
        return tf == time.value() ? started : started.withValue(started.clip((float) tf));
    }

    private static OptimizerState state(Optional<HorizonUpdate> model) {
        return model.map(HorizonUpdate::state).orElseGet(() -> new OptimizerState(0, new float[1][0]));
    }

    /** {@code ∂Φ/∂θ · δθ} over the weights of the field. */
    private double change(double[] gradient, float[] before, float[] after) {
        double sum = 0;
        for (ParameterLayout.Entry entry : fieldWeights) {
            for (int i = entry.offset(); i < entry.offset() + entry.shape().size(); i++) {
                sum += gradient[i] * ((double) after[i] - before[i]);
            }
        }
        return sum;
    }

    private double[] gradient(double[] sums, double weight) {
        double[] gradient = Arrays.copyOf(sums, model.size());
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= divisor(weight);
        }
        return gradient;
    }

    /** A mean gradient as the sums of one sample of weight 1, which is how an exchange takes it. */
    private double[] oneShard(double[] mean) {
        SumLayout layout = new SumLayout(model.size());
        double[] sums = Arrays.copyOf(mean, layout.size());
        sums[layout.weight()] = 1;
        sums[layout.rows()] = 1;
        return sums;
    }

    private static double norm(double[] gradient) {
        return Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
    }

    /** A batch in which every row weighs nothing has a gradient of zero. */
    private static double divisor(double weight) {
        return weight > 0 ? weight : 1;
    }
}
