package org.turnpike.solver;

import java.util.HashMap;
import java.util.Map;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Tape;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * Listens to a solve, and keeps every sample's state at requested times, interpolated in the first step that reaches them.
 *
 * <p>Whether a time was reached is decided once a step is done, and only for samples still waiting for it: comparing with
 * both ends of every step would miss times that rounding puts between two steps.
 */
final class OutputTimes implements StepRecorder {

    private final Workspace workspace;
    private final StepBuffers buffers;
    private final Buffer stateBefore;
    private final Buffer time;
    private final Buffer kept;
    private final Buffer pending;
    private final Tape outputs;
    private final Call sample;
    private double[] times = {};
    private int rows;
    private int firstOpen;
    private double passedByAll;

    OutputTimes(Workspace workspace, StepBuffers buffers, Buffer coefficients) {
        this.workspace = workspace;
        this.buffers = buffers;
        int width = buffers.state().width();
        this.stateBefore = workspace.allocate(width);
        this.time = workspace.allocate(1);
        this.kept = workspace.allocate(width);
        this.pending = workspace.allocate(1);
        this.outputs = workspace.newTape(kept, pending);
        Map<String, Buffer> inputs = new HashMap<>(Map.of("z", stateBefore, "coefficients", coefficients));
        inputs.putAll(Map.of("start", buffers.start(), "length", buffers.length(), "time", time));
        inputs.putAll(Map.of("kept", kept, "pending", pending));
        this.sample = workspace.prepare(
                sample(width, coefficients.width()), inputs, Map.of("kept", kept, "pending", pending));
    }

    /** Waits for {@code times}, in the order in which the solve will reach them. */
    void await(double[] times, int rows) {
        this.times = times.clone();
        this.rows = rows;
        this.firstOpen = 0;
        this.passedByAll = Double.NEGATIVE_INFINITY;
        workspace.fill(kept, Double.NaN);
        workspace.fill(pending, 1);
        for (int i = 0; i < times.length; i++) {
            outputs.save(i);
        }
    }

    @Override
    public void before(int step) {
        workspace.copy(buffers.state(), stateBefore);
    }

    @Override
    public void after(int step) {
        int direction = times.length > 1 && times[times.length - 1] < times[0] ? -1 : 1;
        double slowest = Double.POSITIVE_INFINITY;
        double fastest = Double.NEGATIVE_INFINITY;
        for (int lane = 0; lane < rows; lane++) {
            double start = direction * workspace.read(buffers.start(), 0, lane);
            slowest = Math.min(slowest, start);
            fastest = Math.max(fastest, start + direction * workspace.read(buffers.length(), 0, lane));
        }
        // Where the step before started, not where this one does: between two steps rounding may put a time.
        while (firstOpen < times.length && direction * times[firstOpen] < passedByAll) {
            firstOpen++;
        }
        passedByAll = slowest;
        for (int i = firstOpen; i < times.length && direction * times[i] <= fastest; i++) {
            outputs.restore(i);
            workspace.fill(time, times[i]);
            sample.run();
            outputs.save(i);
        }
    }

    /** Copies the states at time number {@code index} to {@code into}, {@code [sample][n]} from {@code first} on. */
    void read(int index, double[][][] into, int first) {
        outputs.restore(index);
        for (int lane = 0; lane < rows; lane++) {
            for (int row = 0; row < kept.width(); row++) {
                into[first + lane][index][row] = workspace.read(kept, row, lane);
            }
        }
    }

    private static Program sample(int width, int coefficientWidth) {
        ProgramBuilder p = new ProgramBuilder();
        Value start = p.input("start", 1);
        Value length = p.input("length", 1);
        Value time = p.input("time", 1);
        Value pending = p.input("pending", 1);
        Value zero = p.constant(0, 1);
        Value one = p.constant(1, 1);
        Value theta = DenseOutput.fraction(p, time, start, length);
        Value clipped = p.maximum(zero, p.minimum(one, theta));
        Value state = DenseOutput.at(p, p.input("z", width), p.input("coefficients", coefficientWidth), clipped);
        Value beyond = p.multiply(p.subtract(time, p.add(start, length)), length);
        Value moved = p.greater(p.absolute(length), zero);
        Value reached = p.multiply(p.multiply(pending, moved), p.subtract(one, p.greater(beyond, zero)));
        p.output("kept", p.select(p.broadcast(reached, width), state, p.input("kept", width)));
        p.output("pending", p.select(reached, zero, pending));
        return p.build();
    }
}
