package org.turnpike.solver;

import java.util.Map;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;

/** Makes the integrator that settings ask for. */
public final class Integrators {

    private Integrators() {}

    /**
     * @param dynamics as in {@link StepProgram#of}; its inputs other than z and t are among the constants of {@code buffers}
     * @param results {@link StepProgram#COEFFICIENTS}, where it is wanted
     */
    public static Integrator of(
            Workspace workspace,
            SolverSettings settings,
            Program dynamics,
            StepBuffers buffers,
            Map<String, Buffer> results) {
        if (settings instanceof SolverSettings.Adaptive adaptive) {
            return new AdaptiveIntegrator(workspace, adaptive, dynamics, buffers, results);
        }
        return new FixedStepIntegrator(workspace, (SolverSettings.FixedSteps) settings, dynamics, buffers, results);
    }
}
