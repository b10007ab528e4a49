package org.turnpike.sensitivity;

import java.util.Optional;
import java.util.OptionalInt;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Tape;
import org.turnpike.execution.Workspace;
import org.turnpike.field.StochasticFlow;
import org.turnpike.solver.Noise;
import org.turnpike.solver.SolveFailure;
import org.turnpike.solver.StateCheck;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.StochasticMethod;
import org.turnpike.solver.TimeGrid;

/**
 * Solves a stochastic flow for one tile of samples, each along its own path, and differentiates a function of the terminal
 * states along the same paths.
 *
 * <p>The gradient is that of the steps as they were computed (the discrete adjoint), with the noise ξ held; the noise is not
 * kept but drawn again on the way back. For one thread; parameters may be changed between solves.
 */
public final class PathwiseSolver {

    private final Workspace workspace;
    private final PathwiseBuffers buffers;
    private final StepRule rule;
    private final Noise noise;
    private final Call step;
    private final Call transposedStep;
    private final StateCheck check;
    private final Tape states;
    private final double[] drawn;
    private long[] rows = {};
    private boolean loaded;
    private Optional<TimeGrid> recorded = Optional.empty();

    /** @param parameters of a layout that has all of the flow's */
    public PathwiseSolver(
            Backend backend,
            Parameters parameters,
            StochasticFlow flow,
            StochasticMethod method,
            StepRule rule,
            Noise noise) {
        this.workspace = backend.newWorkspace(parameters);
        this.buffers = PathwiseBuffers.allocate(workspace, flow);
        this.rule = rule;
        this.noise = noise;
        this.step = workspace.prepare(method.step(flow), buffers.inputs(), buffers.afterStep());
        this.transposedStep =
                workspace.prepare(PathwiseStep.transposed(method, flow), buffers.inputs(), buffers.beforeStep());
        this.check = new StateCheck(workspace, buffers.state());
        this.states = workspace.newTape(buffers.state());
        this.drawn = new double[flow.drift().stateWidth()];
    }

    /** Samples in a tile. */
    public int tileRows() {
        return workspace.tileRows();
    }

    /**
     * Copies a tile in.
     *
     * @param initialStates {@code [sample][n]}, from 1 to {@link #tileRows} samples
     * @param controls {@code [sample][m]}, empty for a drift that takes none
     * @param rows every sample's number in its data set: what its noise is drawn by
     */
    public void load(double[][] initialStates, double[][] controls, long[] rows) {
        int samples = initialStates.length;
        boolean controlled = buffers.control().isPresent();
        if (samples < 1
                || samples > tileRows()
                || rows.length != samples
                || controls.length != (controlled ? samples : 0)) {
            throw new IllegalArgumentException("Expected 1 to " + tileRows() + " states, a row number for each"
                    + (controlled ? ", and a control for each" : ", and no controls") + "; found " + samples + ", "
                    + rows.length + " and " + controls.length);
        }
        this.rows = rows.clone();
        this.loaded = true;
        this.recorded = Optional.empty();
        write(buffers.state(), initialStates);
        buffers.control().ifPresent(control -> write(control, controls));
    }

    /** Solves from the states that were loaded, and keeps nothing for a way back. */
    public Optional<SolveFailure> evaluate(double initialTime, double terminalTime) {
        recorded = Optional.empty();
        return solve(grid(initialTime, terminalTime), false);
    }

    /** Solves from the states that were loaded, and keeps the states that {@link #differentiate} needs. */
    public Optional<SolveFailure> record(double initialTime, double terminalTime) {
        TimeGrid grid = grid(initialTime, terminalTime);
        Optional<SolveFailure> failure = solve(grid, true);
        recorded = failure.isPresent() ? Optional.empty() : Optional.of(grid);
        return failure;
    }

    /** Number {@code row} of sample {@code lane}'s terminal state, after {@link #evaluate} or {@link #record}. */
    public double state(int row, int lane) {
        return workspace.read(buffers.state(), row, lane);
    }

    /**
     * Goes back over the solve that was recorded; adds the gradient by the parameters to what has gathered so far.
     *
     * @param terminalAdjoints derivative by every sample's terminal state, {@code [sample][n]}
     */
    public void differentiate(double[][] terminalAdjoints) {
        TimeGrid grid = recorded.orElseThrow(() ->
                new IllegalStateException("Nothing to differentiate: call record first, and see that it succeeds"));
        if (terminalAdjoints.length != rows.length) {
            throw new IllegalArgumentException(
                    "Expected an adjoint for each of " + rows.length + " samples, found " + terminalAdjoints.length);
        }
        // Lanes without a sample keep an adjoint of 0, and so add nothing to the gradient.
        workspace.fill(buffers.adjoint(), 0);
        writeSamples(buffers.adjoint(), terminalAdjoints);
        workspace.fill(buffers.terminalTimeGradient(), 0);
        for (int i = grid.count() - 1; i >= 0; i--) {
            states.restore(i);
            place(grid, i);
            workspace.fill(buffers.lengthShare(), grid.terminalShareOfLength(i));
            workspace.fill(buffers.startShare(), grid.terminalShareOfStart(i));
            transposedStep.run();
        }
        recorded = Optional.empty();
    }

    /** Derivative by number {@code row} of sample {@code lane}'s initial state, after {@link #differentiate}. */
    public double adjoint(int row, int lane) {
        return workspace.read(buffers.adjoint(), row, lane);
    }

    /** Sample {@code lane}'s part of the derivative by t_f, after {@link #differentiate}. */
    public double terminalTimeGradient(int lane) {
        return workspace.read(buffers.terminalTimeGradient(), 0, lane);
    }

    public void clearGradient() {
        workspace.clearGradient();
    }

    /** Adds the gathered gradient to {@code sum}, of the layout's size. */
    public void addGradient(double[] sum) {
        workspace.addGradient(sum);
    }

    private TimeGrid grid(double initialTime, double terminalTime) {
        if (!loaded) {
            throw new IllegalStateException("Nothing to solve: call load before each solve; a second one from where the"
                    + " first one ended would draw the same noise again");
        }
        if (!(terminalTime > initialTime)) {
            throw new IllegalArgumentException("A stochastic flow runs forward: expected a terminal time above "
                    + initialTime + ", found " + terminalTime + ". Swap them; there is no reversed solve.");
        }
        loaded = false;
        return TimeGrid.of(rule, initialTime, terminalTime);
    }

    private Optional<SolveFailure> solve(TimeGrid grid, boolean keep) {
        for (int i = 0; i < grid.count(); i++) {
            if (keep) {
                states.save(i);
            }
            place(grid, i);
            step.run();
            OptionalInt lane = check.firstNonFinite(rows.length);
            if (lane.isPresent()) {
                return Optional.of(new SolveFailure(
                        SolveFailure.Kind.NON_FINITE,
                        lane.getAsInt(),
                        grid.time(i + 1),
                        "its state stopped being finite in step " + (i + 1) + " of " + grid.count() + ",",
                        "Use shorter steps, a lower learning rate, or less noise (a larger β)."));
            }
        }
        return Optional.empty();
    }

    private void place(TimeGrid grid, int number) {
        workspace.fill(buffers.start(), grid.time(number));
        workspace.fill(buffers.length(), grid.length(number));
        for (int lane = 0; lane < rows.length; lane++) {
            noise.draw(rows[lane], number, drawn);
            writeLane(buffers.noise(), lane, drawn);
            if (lane == 0) {
                repeat(buffers.noise(), drawn);
            }
        }
    }

    private void write(Buffer buffer, double[][] samples) {
        writeSamples(buffer, samples);
        repeat(buffer, samples[0]);
    }

    /** Lanes without a sample do what the first one does, so that they stay finite as long as it does. */
    private void repeat(Buffer buffer, double[] first) {
        for (int lane = rows.length; lane < tileRows(); lane++) {
            writeLane(buffer, lane, first);
        }
    }

    private void writeSamples(Buffer buffer, double[][] samples) {
        for (int lane = 0; lane < samples.length; lane++) {
            writeLane(buffer, lane, samples[lane]);
        }
    }

    private void writeLane(Buffer buffer, int lane, double[] sample) {
        if (sample.length != buffer.width()) {
            throw new IllegalArgumentException(
                    "Expected sample " + lane + " of width " + buffer.width() + ", found " + sample.length);
        }
        for (int row = 0; row < sample.length; row++) {
            workspace.write(buffer, row, lane, sample[row]);
        }
    }
}
