package org.turnpike.training.batch;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.program.ParameterLayout;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.sensitivity.Checkpoints;
import org.turnpike.sensitivity.Curvature;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.sensitivity.SolveOutcome;
import org.turnpike.sensitivity.TileSolver;
import org.turnpike.solver.SolveFailure;
import org.turnpike.solver.SolverSettings;

/**
 * Solves a problem for the rows of a batch, tiles in parallel, and sums costs and gradients shard by shard.
 *
 * <p>Every unit of work sums into its own place, and places are added in their order; so the sums are the same bits for any
 * number of threads. For one calling thread; what it returns is its own memory, overwritten by the next call.
 */
public final class BatchSolver {

    /** Numbers of the gradient that are summed over the units in one go. */
    private static final int SUM_BLOCK = 8192;

    /** Where the figures of a unit lie: a sum without weights. */
    public static final SumLayout FIGURES = new SumLayout(0);

    private static final float[] NOTHING = {};

    /** Number of the draw of random directions for whatever is no iteration, so that two evaluations can be compared. */
    public static final long NO_ITERATION = -1;

    /** Reads the results of a tile on the thread that has just solved it. */
    public interface TileReader {
        /** @param place of the tile's first row in the order of its part */
        void read(TileSolver solved, Batch.Part part, int place, int rows, Solved outcome);
    }

    /** Whether a tile's solve came to its end. */
    public enum Solved {
        WELL,
        FAILED
    }

    private final TileExecutor executor;
    private final BolzaProblem problem;
    private final SumLayout layout;
    private final Parameters parameters;
    private final float[] weights;
    private final TileSolver[] solvers;
    private final Tile[] scratch;
    private long directionSeed;
    private long directionDraw = NO_ITERATION;
    private double[][] unitGradients = {};
    private double[][] unitFigures = {};
    private SampleFailure[] unitFailures = {};
    private double[][] shardSums = {};

    /**
     * @param executor not closed here
     * @param model layout of the weights, which may have more than the problem uses
     */
    public BatchSolver(
            TileExecutor executor,
            Backend backend,
            ParameterLayout model,
            BolzaProblem problem,
            SolverSettings solver,
            GradientMethod gradientMethod) {
        this(executor, backend, model, problem, solver, gradientMethod, Curvature.NONE);
    }

    /**
     * @param model layout of the weights, and behind them of the factors of {@code curvature}, which sums then have room for
     */
    public BatchSolver(
            TileExecutor executor,
            Backend backend,
            ParameterLayout model,
            BolzaProblem problem,
            SolverSettings solver,
            GradientMethod gradientMethod,
            Curvature curvature) {
        this.executor = executor;
        this.problem = problem;
        this.layout = new SumLayout(model.size());
        this.parameters = backend.newParameters(model);
        this.weights = new float[model.size()];
        this.solvers = IntStream.range(0, executor.threads())
                .mapToObj(thread -> new TileSolver(
                        backend, parameters, problem, solver, gradientMethod, Checkpoints.EVERY_STEP, curvature))
                .toArray(TileSolver[]::new);
        this.scratch = new Tile[executor.threads()];
    }

    public SumLayout layout() {
        return layout;
    }

    /** How to cut batches for {@link #differentiate}. */
    public Tiling gradientTiling() {
        return Tiling.withGradients(solvers[0].tileRows(), layout.parameters());
    }

    /** How to cut batches that are only evaluated. */
    public Tiling evaluationTiling() {
        return Tiling.withoutGradients(solvers[0].tileRows());
    }

    /** Takes over the weights that {@code vector} begins with. */
    public void weights(float[] vector) {
        System.arraycopy(vector, 0, weights, 0, Math.min(vector.length, weights.length));
        parameters.set(weights);
    }

    /**
     * By what the next solves draw their random directions, where the problem takes any.
     *
     * @param draw an iteration, or {@link #NO_ITERATION}
     */
    public void directions(long seed, long draw) {
        directionSeed = seed;
        directionDraw = draw;
    }

    /** Costs, gradients and figures of the batch, one sum for each of its parts, as {@link SumLayout} says. */
    public double[][] differentiate(Batch batch, double t0, double tf) {
        prepare(batch, layout.parameters());
        executor.run(batch.units().size(), (unit, thread) -> differentiate(batch, unit, thread, t0, tf));
        sum(batch, layout.parameters());
        return shardSums;
    }

    /** Costs and figures of the batch, one sum for each of its parts, as {@link #FIGURES} says. */
    public double[][] evaluate(Batch batch, double t0, double tf, Scoring scoring) {
        return evaluate(batch, t0, tf, scoring, (solved, part, place, rows, outcome) -> {});
    }

    public double[][] evaluate(Batch batch, double t0, double tf, Scoring scoring, TileReader reader) {
        prepare(batch, 0);
        executor.run(batch.units().size(), (unit, thread) -> evaluate(batch, unit, thread, t0, tf, scoring, reader));
        sum(batch, 0);
        return Arrays.stream(shardSums)
                .map(sum -> Arrays.copyOfRange(sum, layout.parameters(), sum.length))
                .toArray(double[][]::new);
    }

    /** The failure of the first row, in shard order, whose solve failed in the last call. */
    public Optional<SampleFailure> failure() {
        return Arrays.stream(unitFailures).filter(Objects::nonNull).findFirst();
    }

    private void prepare(Batch batch, int gradientSize) {
        int units = batch.units().size();
        if (unitFigures.length < units) {
            unitFigures = new double[units][SumLayout.FIGURES];
        }
        if (unitGradients.length < units && gradientSize > 0) {
            unitGradients = new double[units][gradientSize];
        }
        unitFailures = new SampleFailure[units];
        if (shardSums.length != batch.parts().size()) {
            shardSums = new double[batch.parts().size()][layout.size()];
        }
    }

    private void differentiate(Batch batch, int number, int thread, double t0, double tf) {
        Batch.Unit unit = batch.units().get(number);
        TileSolver solver = solvers[thread];
        double[] gradient = unitGradients[number];
        double[] figures = unitFigures[number];
        Arrays.fill(gradient, 0);
        Arrays.fill(figures, 0);
        for (int tile = unit.firstTile(); tile < unit.firstTile() + unit.tiles(); tile++) {
            Tile rows = load(batch, unit.part(), tile, thread);
            solver.clearGradient();
            SolveOutcome outcome = solver.differentiate(t0, tf);
            solver.addGradient(gradient);
            count(batch, number, tile, rows, outcome);
        }
    }

    private void evaluate(
            Batch batch, int number, int thread, double t0, double tf, Scoring scoring, TileReader reader) {
        Batch.Unit unit = batch.units().get(number);
        TileSolver solver = solvers[thread];
        Batch.Part part = batch.parts().get(unit.part());
        double[] figures = unitFigures[number];
        Arrays.fill(figures, 0);
        for (int tile = unit.firstTile(); tile < unit.firstTile() + unit.tiles(); tile++) {
            Tile rows = load(batch, unit.part(), tile, thread);
            SolveOutcome outcome = solver.evaluateMean(t0, tf);
            count(batch, number, tile, rows, outcome);
            figures[FIGURES.score()] += scoring.score(solver, rows, problem.predictionWidth());
            Solved solved = outcome.failure().isPresent() ? Solved.FAILED : Solved.WELL;
            reader.read(solver, part, batch.place(unit.part(), tile), rows.rows(), solved);
        }
    }

    private Tile load(Batch batch, int part, int tile, int thread) {
        Tile rows = batch.tile(part, tile, scratch[thread]);
        if (!batch.isKept()) {
            scratch[thread] = rows;
        }
        float[] targets = problem.targetWidth() == 0 ? NOTHING : rows.targets;
        solvers[thread].load(rows.features, targets, rows.weights, rows.rows());
        if (solvers[thread].isRandom()) {
            solvers[thread].draw(directionSeed, directionDraw, lane -> batch.row(part, tile, lane));
        }
        return rows;
    }

    private void count(Batch batch, int number, int tile, Tile rows, SolveOutcome outcome) {
        double[] figures = unitFigures[number];
        figures[FIGURES.terminalTime()] += outcome.terminalTimeGradient();
        figures[FIGURES.initialTime()] += outcome.initialTimeGradient();
        figures[FIGURES.cost()] += outcome.cost();
        figures[FIGURES.weight()] += rows.weight();
        figures[FIGURES.rows()] += rows.rows();
        figures[FIGURES.forward()] += outcome.forwardEvaluations() * rows.rows();
        figures[FIGURES.backward()] += outcome.backwardEvaluations() * rows.rows();
        if (outcome.failure().isPresent()) {
            figures[FIGURES.failures()]++;
            if (unitFailures[number] == null) {
                int part = batch.units().get(number).part();
                SolveFailure failure = outcome.failure().get();
                unitFailures[number] = SampleFailure.of(batch.row(part, tile, failure.lane()), failure);
            }
        }
    }

    /** Adds the units of each part, in their order. */
    private void sum(Batch batch, int gradientSize) {
        if (gradientSize > 0) {
            executor.run((gradientSize + SUM_BLOCK - 1) / SUM_BLOCK, (block, thread) -> {
                int from = block * SUM_BLOCK;
                sum(batch, from, Math.min(from + SUM_BLOCK, gradientSize));
            });
        }
        for (int part = 0; part < batch.parts().size(); part++) {
            double[] sum = shardSums[part];
            Arrays.fill(sum, layout.parameters(), sum.length, 0);
            for (int unit = batch.firstUnit(part); unit < batch.firstUnit(part + 1); unit++) {
                for (int i = 0; i < SumLayout.FIGURES; i++) {
                    sum[layout.parameters() + i] += unitFigures[unit][i];
                }
            }
        }
    }

    private void sum(Batch batch, int from, int to) {
        for (int part = 0; part < batch.parts().size(); part++) {
            double[] sum = shardSums[part];
            Arrays.fill(sum, from, to, 0);
            for (int unit = batch.firstUnit(part); unit < batch.firstUnit(part + 1); unit++) {
                double[] gradient = unitGradients[unit];
                for (int i = from; i < to; i++) {
                    sum[i] += gradient[i];
                }
            }
        }
    }
}
