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

/**
 * By the gradient, preconditioned with the curvature of every layer, which the stage's optimizer then applies as if it were the
 * gradient; and the terminal time by its own quadratic model.
 *
 * <p>A layer's factors belong to no slice of the vector, so gradients and factors are summed over all workers and each of them
 * makes the same update of the whole: there is nothing to send back. A refresh solves the adjoint equations whatever gradients
 * the job asks for, since the factors are integrals along them; in between, iterations cost what those of first order do.
 */
final class SecondOrderStep implements TrainingStep {

    /** The states before the layers': of the optimizer, and of the horizon. */
    private static final int OPTIMIZER_STATES = 2;

    private final Stage stage;
    private final Objective objective;
    private final BatchSolver plain;
    private final BatchSolver refreshing;
    private final ParameterLayout model;
    private final List<ParameterLayout.Entry> fieldWeights;
    private final Preconditioner preconditioner;
    private final Optional<HorizonUpdate> horizon;
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
        this.horizon = settings.terminalTime().map(HorizonUpdate::new);
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
            return new Result(totals, totals.cost() + penalty, tf, norm, Exchange.Outcome.NOT_FINITE);
        }
        if (refresh) {
            preconditioner.refresh(sums, totals.weight());
        }
        double slope = sums[last.layout().terminalTime()] / divisor(totals.weight());
        Exchange.Outcome outcome = update(gradient, slope, totals.rows(), progress);
        return new Result(totals, totals.cost() + penalty, tf, norm, outcome);
    }

    @Override
    public Optional<SampleFailure> failure() {
        return last.failure();
    }

    @Override
    public List<OptimizerState> states() {
        List<OptimizerState> states = new ArrayList<>(optimizer.states().subList(0, 1));
        states.add(horizon.map(HorizonUpdate::state).orElseGet(() -> new OptimizerState(0, new float[1][0])));
        states.addAll(preconditioner.states());
        return states;
    }

    @Override
    public void restore(List<OptimizerState> states) {
        // The terminal time has no optimizer of first order: any state of one number stands for it.
        List<OptimizerState> fresh = optimizer.states();
        optimizer.restore(List.of(states.get(0), fresh.get(1)));
        horizon.ifPresent(known -> known.restore(states.get(1)));
        preconditioner.restore(states.subList(OPTIMIZER_STATES, states.size()));
    }

    @Override
    public void reset() {
        optimizer.reset();
        horizon.ifPresent(HorizonUpdate::reset);
        preconditioner.reset();
    }

    private Exchange.Outcome update(double[] gradient, double slope, double rows, TrainingProgress progress) {
        float[] before = progress.vector.clone();
        double[] preconditioned = gradient.clone();
        preconditioner.apply(preconditioned, rows);
        UpdateStep step = new UpdateStep(progress.epoch(), UpdateStep.Part.WEIGHTS, progress.time());
        Exchange.Updated updated = optimizer.update(new double[][] {oneShard(preconditioned)}, progress.vector, step);
        if (updated.applied() == Exchange.Outcome.APPLIED) {
            horizon.ifPresent(known -> move(known, slope, change(gradient, before, progress.vector), progress));
        }
        return updated.applied();
    }

    private static void move(HorizonUpdate horizon, double slope, double change, TrainingProgress progress) {
        TerminalTime time = progress.time();
        horizon.observe(slope, time.length());
        if (horizon.isDue(progress.iterations() + 1)) {
            progress.move(time.withValue(time.clip((float) (time.value() + horizon.step(slope, change)))));
        }
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
