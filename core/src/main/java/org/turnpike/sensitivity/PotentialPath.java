package org.turnpike.sensitivity;

import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;
import org.turnpike.solver.Integrator;
import org.turnpike.solver.Integrators;
import org.turnpike.solver.SolveFailure;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepBuffers;
import org.turnpike.solver.StepRecorder;

/**
 * Follows a potential along the solutions of one tile of samples, at the grid points of the solve: t0, and the end of every step
 * that a sample takes. For one thread.
 */
public final class PotentialPath {

    private final Workspace workspace;
    private final TileInput input;
    private final Integrator forward;
    private final Buffer time;
    private final Buffer potential;
    private final Buffer derivative;
    private final Call encode;
    private final Call look;

    /** Sees every sample at each of its grid points, in their order. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param lane of the sample
         * @param time of the grid point
         * @param potential V there
         * @param derivative of V along the field
         */
        void visit(int lane, double time, double potential, double derivative);
    }

    /**
     * @param problem without random directions
     * @param alongField takes any of z, t, u, target; returns {@code potential} and {@code derivative}, rows(1)
     */
    public PotentialPath(
            Backend backend, Parameters parameters, BolzaProblem problem, SolverSettings solver, Program alongField) {
        BolzaProblem plain =
                new BolzaProblem(problem.encoder(), problem.field(), Optional.empty(), problem.terminalCost());
        this.workspace = backend.newWorkspace(parameters);
        TileBuffers tile = TileBuffers.allocate(workspace, plain);
        this.input = new TileInput(workspace, tile);
        StepBuffers buffers = StepBuffers.around(tile.state(), workspace, tile.constants());
        this.forward = Integrators.of(workspace, solver, Dynamics.forward(plain), buffers, Map.of());
        this.time = workspace.allocate(1);
        this.potential = workspace.allocate(1);
        this.derivative = workspace.allocate(1);
        this.encode = tile.prepare(workspace, EndPrograms.encode(plain), Map.of());
        this.look = tile.prepare(
                workspace,
                alongField,
                Map.of("z", tile.state(), "t", time, "potential", potential, "derivative", derivative));
    }

    /** Samples in a tile. */
    public int tileRows() {
        return workspace.tileRows();
    }

    /** Copies a tile in, as {@link TileSolver#load(float[], float[], float[], int)} does. */
    public void load(float[] x, float[] target, float[] weight, int rows) {
        input.load(x, target, weight, rows);
    }

    /** Solves from t0 to t_f; after a failure the visitor has seen what came before it. */
    public Optional<SolveFailure> follow(double initialTime, double terminalTime, Visitor visitor) {
        encode.run();
        workspace.fill(time, initialTime);
        look.run();
        for (int lane = 0; lane < input.rows(); lane++) {
            show(lane, visitor);
        }
        return forward.integrate(initialTime, terminalTime, input.rows(), new StepRecorder() {
                    @Override
                    public void after(int step) {
                        visitSteps(visitor);
                    }
                })
                .failure();
    }

    private void visitSteps(Visitor visitor) {
        StepBuffers step = forward.buffers();
        for (int lane = 0; lane < workspace.tileRows(); lane++) {
            double end = workspace.read(step.start(), 0, lane) + workspace.read(step.length(), 0, lane);
            workspace.write(time, 0, lane, end);
        }
        look.run();
        for (int lane = 0; lane < input.rows(); lane++) {
            // With adaptive steps a sample stands still where its own step was refused.
            if (workspace.read(step.length(), 0, lane) != 0) {
                show(lane, visitor);
            }
        }
    }

    private void show(int lane, Visitor visitor) {
        visitor.visit(
                lane,
                workspace.read(time, 0, lane),
                workspace.read(potential, 0, lane),
                workspace.read(derivative, 0, lane));
    }
}
