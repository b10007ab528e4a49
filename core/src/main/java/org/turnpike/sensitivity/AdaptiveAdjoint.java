package org.turnpike.sensitivity;

import java.util.Map;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;
import org.turnpike.solver.AdaptiveIntegrator;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepBuffers;
import org.turnpike.solver.StepRecorder;
import org.turnpike.solver.Tableau;

/**
 * Adjoint equations solved with adaptive steps: attempts without the integrals, then each accepted step once more with
 * them.
 */
final class AdaptiveAdjoint implements StepRecorder {

    private final Workspace workspace;
    private final Tableau method;
    private final AdaptiveIntegrator integrator;
    private final Buffer stateBefore;
    private final Call accumulate;

    /**
     * @param dynamics from {@link Dynamics}
     * @param buffers around their state
     */
    AdaptiveAdjoint(
            Workspace workspace,
            SolverSettings.Adaptive settings,
            Program dynamics,
            StepBuffers buffers,
            TileBuffers tile) {
        this.workspace = workspace;
        this.method = settings.method();
        this.integrator = new AdaptiveIntegrator(workspace, settings, dynamics.select("dz"), buffers, Map.of());
        this.stateBefore = workspace.allocate(buffers.state().width());
        Map<String, Buffer> named = buffers.inputs();
        named.putAll(tile.integrals());
        named.put("z", stateBefore);
        this.accumulate = tile.prepare(workspace, AccumulatingStep.of(method, dynamics), named);
    }

    AdaptiveIntegrator integrator() {
        return integrator;
    }

    /** Evaluations since the integrator began, for the solve and for its integrals, mean over the samples. */
    double evaluations(int rows) {
        return integrator.evaluations(rows) + integrator.stepsPerSample() * method.evaluationsPerStep();
    }

    @Override
    public void before(int step) {
        workspace.copy(integrator.buffers().state(), stateBefore);
    }

    @Override
    public void after(int step) {
        accumulate.run();
    }
}
