package org.turnpike.solver;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.field.Field;

/**
 * Solves a field from given states over given times: for reports, and for whoever needs no gradient.
 *
 * <p>Between steps it interpolates ({@link DenseOutput}), so the times asked for change neither the steps nor their number.
 * For one thread.
 */
public final class TrajectorySolver {

    private static final double[][] NO_CONTROLS = {};

    private final Workspace workspace;
    private final Field field;
    private final StepBuffers buffers;
    private final Integrator integrator;
    private final OutputTimes outputTimes;

    public TrajectorySolver(Backend backend, Parameters parameters, Field field, SolverSettings settings) {
        this.workspace = backend.newWorkspace(parameters);
        this.field = field;
        int width = field.stateWidth();
        Map<String, Buffer> constants =
                field.controlWidth() == 0 ? Map.of() : Map.of("u", workspace.allocate(field.controlWidth()));
        this.buffers = StepBuffers.around(workspace.allocate(width), workspace, constants);
        Buffer coefficients = workspace.allocate(width * settings.method().interpolantDegree());
        this.integrator = Integrators.of(
                workspace, settings, field.program(), buffers, Map.of(StepProgram.COEFFICIENTS, coefficients));
        this.outputTimes = new OutputTimes(workspace, buffers, coefficients);
    }

    /**
     * Solves a field that takes no control.
     *
     * @param initialStates {@code [sample][n]}, at {@code times[0]}
     * @param times at least one, in increasing or in decreasing order
     */
    public Trajectory solve(double[][] initialStates, double[] times) {
        return solve(initialStates, NO_CONTROLS, times);
    }

    /**
     * Solves a field.
     *
     * @param initialStates {@code [sample][n]}, at {@code times[0]}
     * @param controls {@code [sample][m]}, empty for a field that takes none
     * @param times at least one, in increasing or in decreasing order
     */
    public Trajectory solve(double[][] initialStates, double[][] controls, double[] times) {
        checkTimes(times);
        checkWidths("initial state", initialStates, field.stateWidth());
        if (field.controlWidth() > 0 && controls.length != initialStates.length) {
            throw new IllegalArgumentException(
                    "Expected a control for each of " + initialStates.length + " samples, found " + controls.length);
        }
        checkWidths("control", controls, field.controlWidth());
        int samples = initialStates.length;
        double[][][] states = new double[samples][times.length][field.stateWidth()];
        double evaluations = 0;
        Optional<SolveFailure> failure = Optional.empty();
        for (int first = 0; first < samples; first += workspace.tileRows()) {
            int rows = Math.min(workspace.tileRows(), samples - first);
            load(buffers.state(), initialStates, first, rows);
            if (field.controlWidth() > 0) {
                load(buffers.constants().get("u"), controls, first, rows);
            }
            Integration tile = solveTile(times, rows, states, first);
            evaluations += tile.evaluations() * rows / samples;
            int offset = first;
            failure = failure.or(() -> tile.failure().map(found -> found.inLane(found.lane() + offset)));
            for (int i = first; i < first + rows; i++) {
                for (int j = 0; j < times.length && times[j] == times[0]; j++) {
                    states[i][j] = initialStates[i].clone();
                }
            }
        }
        return new Trajectory(times, states, evaluations, failure);
    }

    private Integration solveTile(double[] times, int rows, double[][][] states, int first) {
        int last = times.length - 1;
        if (times[last] == times[0]) {
            return new Integration(0, Optional.empty());
        }
        outputTimes.await(times, rows);
        Integration result = integrator.integrate(times[0], times[last], rows, outputTimes);
        for (int i = 1; i <= last; i++) {
            outputTimes.read(i, states, first);
        }
        if (result.failure().isEmpty()) {
            // The last time is where the last step ended, whatever rounding makes of its interpolant.
            read(buffers.state(), states, first, rows, last);
        }
        return result;
    }

    private void load(Buffer buffer, double[][] samples, int first, int rows) {
        for (int lane = 0; lane < workspace.tileRows(); lane++) {
            // Lanes without a sample repeat the first one: they then do nothing that it does not do.
            double[] sample = samples[lane < rows ? first + lane : first];
            for (int row = 0; row < sample.length; row++) {
                workspace.write(buffer, row, lane, sample[row]);
            }
        }
    }

    private void read(Buffer buffer, double[][][] into, int first, int rows, int index) {
        for (int lane = 0; lane < rows; lane++) {
            for (int row = 0; row < buffer.width(); row++) {
                into[first + lane][index][row] = workspace.read(buffer, row, lane);
            }
        }
    }

    private static void checkTimes(double[] times) {
        if (times.length == 0) {
            throw new IllegalArgumentException("Expected at least one time, found none");
        }
        double direction = times.length > 1 ? Math.signum(times[times.length - 1] - times[0]) : 0;
        for (int i = 1; i < times.length; i++) {
            if (!((times[i] - times[i - 1]) * direction >= 0)) {
                throw new IllegalArgumentException(
                        "Times must increase or decrease throughout, found " + Arrays.toString(times));
            }
        }
    }

    private static void checkWidths(String what, double[][] samples, int expected) {
        for (int i = 0; i < samples.length; i++) {
            if (samples[i].length != expected) {
                throw new IllegalArgumentException(
                        "Expected " + what + " " + i + " of width " + expected + ", found " + samples[i].length);
            }
        }
    }
}
