package org.turnpike.training.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.turnpike.data.KeyedRandom;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Standardisation;
import org.turnpike.data.Table;
import org.turnpike.data.Unlabelled;
import org.turnpike.model.NeuralOde;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.sensitivity.TileSolver;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.BatchSolver;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.batch.Scoring;
import org.turnpike.training.batch.Shards;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.batch.Totals;

/**
 * Draws rows from a density model: points of its base distribution, taken back from t_f to t0. For one calling thread.
 *
 * <p>Row i of a seed is the same whatever else is drawn, and on any number of threads.
 */
public final class Sampler implements AutoCloseable {

    private final NeuralOde model;
    private final double baseDeviation;
    private final double[] mean;
    private final double[] scale;
    private final TileExecutor executor;
    private final BatchSolver solver;

    /** @throws IllegalArgumentException where the model is none of a density */
    public Sampler(NeuralOde model, Compute compute) {
        this.model = model;
        this.baseDeviation = Math.sqrt(model.architecture()
                .density()
                .orElseThrow(() -> new IllegalArgumentException("Only a density model can draw samples; this model has "
                        + model.outputs() + ". Train one with data.task = density."))
                .baseVariance());
        int width = model.architecture().features();
        this.mean = model.standardisation().map(Standardisation::mean).orElse(new double[width]);
        this.scale = model.standardisation()
                .map(Standardisation::scale)
                .orElseGet(() -> DoubleStream.generate(() -> 1).limit(width).toArray());
        this.executor = new TileExecutor(compute.threads());
        this.solver = new BatchSolver(
                executor, compute.backend(), model.layout(), model.sampling(), model.solver(), GradientMethod.DISCRETE);
        solver.weights(model.weights());
    }

    public Samples sample(int rows, long seed) {
        return solve(batch(rows, seed), rows);
    }

    /** Seconds that it takes to draw {@code rows}, each time anew, from random numbers to finished rows. */
    public double[] seconds(int rows, int repeats) {
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            sample(rows, i);
            seconds[i] = (System.nanoTime() - start) * 1e-9;
        }
        return seconds;
    }

    @Override
    public void close() {
        executor.close();
    }

    private Batch batch(int rows, long seed) {
        int width = model.architecture().features();
        float[] base = new float[Math.multiplyExact(rows, width)];
        for (int row = 0; row < rows; row++) {
            KeyedRandom random = new KeyedRandom("sample", seed, row);
            for (int column = 0; column < width; column++) {
                base[row * width + column] = (float) (baseDeviation * random.nextGaussian());
            }
        }
        List<String> names =
                IntStream.range(0, width).mapToObj(Integer::toString).toList();
        Table table = new Table(RowMatrix.takingOwnership(base, width), names, new Unlabelled(rows));
        return Batch.all(Shards.of(table, 1), solver.evaluationTiling());
    }

    private Samples solve(Batch batch, int rows) {
        int width = model.architecture().features();
        float[] values = new float[rows * width];
        double[] figures = solver.evaluate(
                        batch,
                        model.terminalTime().value(),
                        model.terminalTime().t0(),
                        Scoring.NONE,
                        (solved, part, place, count, outcome) -> read(solved, place, count, values, outcome))[0];
        return new Samples(
                values, width, Totals.of(figures, BatchSolver.FIGURES).forwardEvaluations(), solver.failure());
    }

    private void read(TileSolver solved, int place, int rows, float[] values, BatchSolver.Solved outcome) {
        int width = model.architecture().features();
        if (outcome == BatchSolver.Solved.FAILED) {
            Arrays.fill(values, place * width, (place + rows) * width, Float.NaN);
            return;
        }
        for (int lane = 0; lane < rows; lane++) {
            for (int column = 0; column < width; column++) {
                values[(place + lane) * width + column] =
                        (float) (mean[column] + scale[column] * solved.prediction(column, lane));
            }
        }
    }
}
