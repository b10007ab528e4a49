package org.turnpike.sensitivity;

import org.turnpike.program.Program;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepProgram;

/** One step of the forward solve as a program, {@code z, t, dt} and what else there is → {@link StepProgram#NEXT}. */
final class ForwardStep {

    private ForwardStep() {}

    static Program of(BolzaProblem problem, SolverSettings settings) {
        Program dynamics = Dynamics.forward(problem);
        return settings instanceof SolverSettings.Stochastic stochastic
                ? stochastic.scheme().step(dynamics, problem.diffusion().orElseThrow(), problem.stateWidth())
                : StepProgram.of(settings.method(), dynamics).select(StepProgram.NEXT);
    }

    /**
     * @throws IllegalArgumentException where a flow with noise meets a solver without, or a gradient that needs its way back,
     *     or the other way round
     */
    static void requireFit(BolzaProblem problem, SolverSettings settings, GradientMethod gradient) {
        boolean stochastic = settings instanceof SolverSettings.Stochastic;
        if (problem.diffusion().isPresent() != stochastic) {
            throw new IllegalArgumentException(
                    "A flow with noise is solved by a stochastic method, and no other flow is;"
                            + " found " + (stochastic ? "no noise" : "noise") + " and " + settings
                            + ". Choose euler-maruyama or stochastic-heun for a stochastic field, another method for any other.");
        }
        if (stochastic && gradient != GradientMethod.DISCRETE) {
            throw new IllegalArgumentException("A flow with noise cannot be solved in reverse: expected the gradient"
                    + " DISCRETE, found " + gradient + ".");
        }
    }
}
