package org.turnpike.solver;

import java.util.function.IntToLongFunction;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Workspace;

/** Puts the random numbers of a tile's steps where a step takes them from; they are drawn again whenever a step is. */
public final class StepNoise {

    private final Workspace workspace;
    private final Buffer buffer;
    private final double[] drawn;
    private Noise noise;
    private long[] rows = {};

    /** @param buffer of {@link StochasticMethod#NOISE} */
    public StepNoise(Workspace workspace, Buffer buffer) {
        this.workspace = workspace;
        this.buffer = buffer;
        this.drawn = new double[buffer.width()];
    }

    /**
     * Chooses the paths of the solves that follow.
     *
     * @param lanes that are real; the ones after them follow the first
     * @param row the number, in its data set, of the sample in a lane
     */
    public void follow(Noise paths, int lanes, IntToLongFunction row) {
        noise = paths;
        rows = new long[workspace.tileRows()];
        for (int lane = 0; lane < rows.length; lane++) {
            rows[lane] = row.applyAsLong(lane < lanes ? lane : 0);
        }
    }

    /** Whether paths were chosen. */
    public boolean isChosen() {
        return noise != null;
    }

    /** Draws the numbers of step {@code step}. */
    void place(int step) {
        for (int lane = 0; lane < rows.length; lane++) {
            // lanes that share a row share its numbers
            if (lane == 0 || rows[lane] != rows[lane - 1]) {
                noise.draw(rows[lane], step, drawn);
            }
            for (int row = 0; row < drawn.length; row++) {
                workspace.write(buffer, row, lane, drawn[row]);
            }
        }
    }
}
