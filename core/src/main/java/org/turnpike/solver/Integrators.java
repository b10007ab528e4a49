package org.turnpike.solver;

import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;

/** Makes the integrator that settings ask for. */
public final class Integrators {

    private Integrators() {}

    /**
     * Of a stochastic method the one that it is without noise: what is solved here has none.
     *
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
        SolverSettings.FixedSteps fixed = settings instanceof SolverSettings.Stochastic stochastic
                ? stochastic.withoutNoise()
                : (SolverSettings.FixedSteps) settings;
        return new FixedStepIntegrator(workspace, fixed, dynamics, buffers, results);
    }

    /**
     * Along Brownian paths.
     *
     * @param step of {@link StochasticMethod#step}
     * @param buffers with {@link StochasticMethod#NOISE} among their constants, which {@code noise} fills
     */
    public static Integrator stochastic(
            Workspace workspace,
            SolverSettings.Stochastic settings,
            Program step,
            StepBuffers buffers,
            StepNoise noise) {
        Call call = workspace.prepare(step, buffers.inputs(), Map.of(StepProgram.NEXT, buffers.state()));
        return new FixedStepIntegrator(workspace, settings.withoutNoise(), call, buffers, Optional.of(noise));
    }
}
