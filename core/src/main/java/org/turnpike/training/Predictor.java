package org.turnpike.training;

import java.util.Arrays;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.Unlabelled;
import org.turnpike.model.NeuralOde;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.sensitivity.TileSolver;

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

    /** @param features raw rows of the model's features, in its order */
    public Predictions predict(RowMatrix features) {
        return predict(batch(features));
    }

    /**
     * Seconds that the forward solve of all rows takes, each time anew, with the rows laid out beforehand.
     *
     * @param features raw rows of the model's features, in its order
     */
    public double[] inferenceSeconds(RowMatrix features, int repeats) {
        Batch batch = batch(features).keepTiles();
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

    private Batch batch(RowMatrix features) {
        Table table = new Table(features, model.featureNames(), new Unlabelled(features.rows()));
        return Batch.all(Shards.of(model.prepare(table), 1), solver.evaluationTiling());
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
