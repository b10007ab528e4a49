package org.turnpike.training.evaluation;

import java.util.Optional;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.BatchSolver;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.batch.Scoring;
import org.turnpike.training.batch.Shards;
import org.turnpike.training.batch.TileExecutor;

/** Measures a model on rows with targets, in tiles, on all threads. For one calling thread. */
public final class Evaluator implements AutoCloseable {

    private final NeuralOde model;
    private final TileExecutor executor;
    private final BatchSolver solver;

    public Evaluator(NeuralOde model, Compute compute) {
        this.model = model;
        this.executor = new TileExecutor(compute.threads());
        this.solver = new BatchSolver(
                executor,
                compute.backend(),
                model.layout(),
                model.evaluation(),
                model.solver(),
                GradientMethod.DISCRETE);
        solver.weights(model.weights());
    }

    /** One evaluation of a model, from beginning to end. */
    public static Evaluation evaluate(NeuralOde model, Table raw, Compute compute) {
        try (Evaluator evaluator = new Evaluator(model, compute)) {
            return evaluator.evaluate(raw);
        }
    }

    /** @param raw rows as they were read, with the model's features and targets */
    public Evaluation evaluate(Table raw) {
        Batch batch = batch(raw, 0);
        long start = System.nanoTime();
        double[] sums = sums(batch);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return Evaluation.of(model.outputs(), sums, seconds, solver.failure());
    }

    /**
     * Sums over a part of the rows; those of all parts, added number by number, make an {@link Evaluation#of}.
     *
     * @param firstRow number of the part's first row among all rows
     */
    public double[] sums(Table raw, long firstRow) {
        return sums(batch(raw, firstRow));
    }

    /** The failure of the first row of the last call that could not be solved. */
    public Optional<SampleFailure> failure() {
        return solver.failure();
    }

    @Override
    public void close() {
        executor.close();
    }

    private Batch batch(Table raw, long firstRow) {
        model.outputs().requireMatch(raw.targets(), "rows to evaluate");
        return Batch.all(Shards.some(model.prepare(raw), row -> firstRow + row), solver.evaluationTiling());
    }

    private double[] sums(Batch batch) {
        return solver.evaluate(
                        batch, model.terminalTime().t0(), model.terminalTime().value(), Scoring.of(model.outputs()))[0];
    }
}
