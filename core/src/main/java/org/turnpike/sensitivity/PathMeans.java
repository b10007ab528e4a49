package org.turnpike.sensitivity;

import java.util.Arrays;
import java.util.Optional;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Workspace;
import org.turnpike.solver.BrownianPath;

/** Costs and predictions of a flow with noise as means over a number of paths that all samples share. */
final class PathMeans {

    private final TileSolver solver;
    private final Workspace workspace;
    private final TileBuffers tile;
    private final TileInput input;
    private final int paths;
    private final double[] cost;
    private final double[] prediction;

    PathMeans(TileSolver solver, Workspace workspace, TileBuffers tile, TileInput input, int paths) {
        this.solver = solver;
        this.workspace = workspace;
        this.tile = tile;
        this.input = input;
        this.paths = paths;
        this.cost = new double[workspace.tileRows()];
        this.prediction = new double[workspace.tileRows() * tile.prediction().width()];
    }

    SolveOutcome evaluate(double initialTime, double terminalTime) {
        Arrays.fill(cost, 0);
        Arrays.fill(prediction, 0);
        double evaluations = 0;
        double weighted = 0;
        for (int path = 0; path < paths; path++) {
            input.noise().orElseThrow().follow(BrownianPath.shared(path), input.rows(), lane -> 0);
            SolveOutcome outcome = solver.evaluate(initialTime, terminalTime);
            evaluations += outcome.forwardEvaluations();
            if (outcome.failure().isPresent()) {
                return new SolveOutcome(outcome.cost(), Double.NaN, Double.NaN, evaluations, 0, outcome.failure());
            }
            weighted += outcome.cost() / paths;
            add(tile.cost(), cost);
            add(tile.prediction(), prediction);
        }
        put(cost, tile.cost());
        put(prediction, tile.prediction());
        return new SolveOutcome(weighted, 0, 0, evaluations, 0, Optional.empty());
    }

    private void add(Buffer values, double[] sums) {
        for (int row = 0; row < values.width(); row++) {
            for (int lane = 0; lane < input.rows(); lane++) {
                sums[row * workspace.tileRows() + lane] += workspace.read(values, row, lane) / paths;
            }
        }
    }

    private void put(double[] means, Buffer into) {
        for (int row = 0; row < into.width(); row++) {
            for (int lane = 0; lane < input.rows(); lane++) {
                workspace.write(into, row, lane, means[row * workspace.tileRows() + lane]);
            }
        }
    }
}
