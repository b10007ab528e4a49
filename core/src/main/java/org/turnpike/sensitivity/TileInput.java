package org.turnpike.sensitivity;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Workspace;
import org.turnpike.field.RandomDirection;
import org.turnpike.solver.BrownianPath;
import org.turnpike.solver.StepNoise;

/**
 * Fills a tile with samples. Lanes without a sample repeat the first one, with weight 0: so they do nothing that it does not
 * do, and cannot fail where it does not.
 */
final class TileInput {

    private final Workspace workspace;
    private final TileBuffers tile;
    private final Map<RandomDirection, Buffer> directions;
    private final Optional<StepNoise> noise;
    private final double[] weights;
    private int rows;
    private boolean drawn;

    TileInput(Workspace workspace, TileBuffers tile) {
        this.workspace = workspace;
        this.tile = tile;
        this.directions = tile.directions();
        this.noise = tile.noise().map(buffer -> new StepNoise(workspace, buffer));
        this.weights = new double[workspace.tileRows()];
    }

    /** Real samples, 0 before anything was loaded. */
    int rows() {
        return rows;
    }

    double weight(int lane) {
        return weights[lane];
    }

    void load(float[] x, float[] target, float[] weight, int realRows) {
        check(realRows, x.length, target.length, weight.length);
        rows = realRows;
        if (rows == weights.length) {
            workspace.load(tile.x(), x);
            tile.target().ifPresent(buffer -> workspace.load(buffer, target));
        } else {
            fill(tile.x(), index -> x[index]);
            tile.target().ifPresent(buffer -> fill(buffer, index -> target[index]));
        }
        weigh(lane -> weight[lane]);
    }

    void load(double[] x, double[] target, double[] weight, int realRows) {
        check(realRows, x.length, target.length, weight.length);
        rows = realRows;
        fill(tile.x(), index -> x[index]);
        tile.target().ifPresent(buffer -> fill(buffer, index -> target[index]));
        weigh(lane -> weight[lane]);
    }

    /** The noise of the steps, where the flow has any. */
    Optional<StepNoise> noise() {
        return noise;
    }

    /** Whether anything is drawn. */
    boolean isRandom() {
        return noise.isPresent() || !directions.isEmpty();
    }

    /** Whether there is all that a solve starts from. */
    boolean isComplete() {
        return rows > 0 && (drawn || !isRandom());
    }

    void draw(long seed, long draw, IntToLongFunction row) {
        noise.ifPresent(steps -> steps.follow(new BrownianPath(seed, draw), rows, row));
        directions.forEach((direction, buffer) -> {
            double[] numbers = new double[buffer.width()];
            for (int lane = 0; lane < weights.length; lane++) {
                direction.draw(seed, draw, row.applyAsLong(lane < rows ? lane : 0), numbers);
                for (int place = 0; place < numbers.length; place++) {
                    workspace.write(buffer, place, lane, numbers[place]);
                }
            }
        });
        drawn = true;
    }

    private void fill(Buffer buffer, IntToDoubleFunction numbers) {
        int lanes = weights.length;
        for (int row = 0; row < buffer.width(); row++) {
            for (int lane = 0; lane < lanes; lane++) {
                workspace.write(buffer, row, lane, numbers.applyAsDouble(row * lanes + (lane < rows ? lane : 0)));
            }
        }
    }

    private void weigh(IntToDoubleFunction weight) {
        for (int lane = 0; lane < weights.length; lane++) {
            weights[lane] = lane < rows ? weight.applyAsDouble(lane) : 0;
            workspace.write(tile.weight(), 0, lane, weights[lane]);
        }
    }

    private void check(int realRows, int inputs, int targets, int weightCount) {
        int lanes = weights.length;
        if (realRows < 1 || realRows > lanes) {
            throw new IllegalArgumentException("Expected 1 to " + lanes + " samples, found " + realRows);
        }
        expectLength("inputs", lanes * tile.x().width(), inputs);
        expectLength("targets", lanes * tile.target().map(Buffer::width).orElse(0), targets);
        expectLength("weights", lanes, weightCount);
    }

    private static void expectLength(String what, int expected, int found) {
        if (expected != found) {
            throw new IllegalArgumentException("Expected " + expected + " " + what + " for a tile, found " + found);
        }
    }
}
