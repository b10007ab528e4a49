package org.turnpike.training.evaluation;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.Unlabelled;
import org.turnpike.model.NeuralOde;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.sensitivity.TileSolver;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.BatchSolver;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.batch.Scoring;
import org.turnpike.training.batch.Shards;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.batch.Totals;

/** Uses a model: solves forward for any number of rows, in tiles, on all threads. For one calling thread. */
public final class Predictor implements AutoCloseable {

    private final NeuralOde model;
    private final TileExecutor executor;
    private final BatchSolver solver;

    public Predictor(NeuralOde model, Compute compute) {
        this.model = model;
        this.executor = new TileExecutor(compute.threads());
        this.solver = new BatchSolver(
                executor,
                compute.backend(),
                model.layout(),
                model.inference(),
                model.solver(),
                GradientMethod.DISCRETE);
        solver.weights(model.weights());
    }

    /**
     * A row that cannot be solved takes nothing from those that share its tile: they are solved again without it.
     *
     * @param features raw rows of the model's features, in its order
     */
    public Predictions predict(RowMatrix features) {
        return predict(features, row -> row);
    }

    /** @param numbers of these rows among all that are predicted, by which a stochastic flow draws its noise */
    public Predictions predict(RowMatrix features, IntToLongFunction numbers) {
        Predictions together = predict(batch(features, numbers));
        return together.failure().isEmpty() ? together : apart(features, numbers, together);
    }

    /**
     * Seconds that the forward solve of all rows takes, each time anew, with the rows laid out beforehand.
     *
     * @param features raw rows of the model's features, in its order
     */
    public double[] inferenceSeconds(RowMatrix features, int repeats) {
        Batch batch = batch(features, row -> row).keepTiles();
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            predict(batch);
            seconds[i] = (System.nanoTime() - start) * 1e-9;
        }
        return seconds;
    }

    @Override
    public void close() {
        executor.close();
    }

    /** Solves the runs of rows that failed, tiles as they are, in halves, down to single rows. */
    private Predictions apart(RowMatrix features, IntToLongFunction numbers, Predictions together) {
        float[] values = together.values().clone();
        SampleFailure first = null;
        int from = 0;
        while (from < features.rows()) {
            int to = from;
            while (to < features.rows() && Float.isNaN(together.value(to, 0))) {
                to++;
            }
            if (to > from) {
                SampleFailure failure = apart(features, numbers, from, to, values);
                first = first == null ? failure : first;
            }
            from = to + 1;
        }
        return new Predictions(values, together.width(), together.forwardEvaluations(), Optional.ofNullable(first));
    }

    /** The first failure of the rows {@code from} to {@code to − 1}, null if there is none; the rows may be one. */
    private SampleFailure apart(RowMatrix features, IntToLongFunction numbers, int from, int to, float[] values) {
        Predictions alone = predict(
                batch(features.select(IntStream.range(from, to).toArray()), row -> numbers.applyAsLong(from + row)));
        System.arraycopy(alone.values(), 0, values, from * alone.width(), alone.values().length);
        if (alone.failure().isEmpty()) {
            return null;
        }
        if (to - from == 1) {
            return alone.failure().get();
        }
        int middle = (from + to) >>> 1;
        SampleFailure lower = apart(features, numbers, from, middle, values);
        SampleFailure upper = apart(features, numbers, middle, to, values);
        return lower == null ? upper : lower;
    }

    private Batch batch(RowMatrix features, IntToLongFunction numbers) {
        Table table = new Table(features, model.featureNames(), new Unlabelled(features.rows()));
        return Batch.all(Shards.some(model.prepare(table), numbers), solver.evaluationTiling());
    }

    private Predictions predict(Batch batch) {
        int width = model.outputs().width();
        float[] values = new float[Math.multiplyExact(batch.parts().get(0).rows(), width)];
        double[] figures = solver.evaluate(
                        batch,
                        model.terminalTime().t0(),
                        model.terminalTime().value(),
                        Scoring.NONE,
                        (solved, part, place, rows, solvable) -> read(solved, place, rows, values, width, solvable))[0];
        double forward = Totals.of(figures, BatchSolver.FIGURES).forwardEvaluations();
        return new Predictions(values, width, forward, solver.failure());
    }

    private static void read(
            TileSolver solved, int place, int rows, float[] values, int width, BatchSolver.Solved outcome) {
        if (outcome == BatchSolver.Solved.FAILED) {
            Arrays.fill(values, place * width, (place + rows) * width, Float.NaN);
            return;
        }
        for (int lane = 0; lane < rows; lane++) {
            for (int output = 0; output < width; output++) {
                values[(place + lane) * width + output] = (float) solved.prediction(output, lane);
            }
        }
    }
}
