package org.turnpike.sensitivity;

import java.util.Map;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * What both continuous adjoints do at t_f and at t0.
 *
 * <p>The adjoint p that they integrate is that of a sample of weight 1, so that the tolerances of adaptive steps mean the same
 * whatever a sample's weight in its batch is; the weight enters with the integrals and at the end.
 */
final class ContinuousEnds {

    private final Workspace workspace;
    private final Buffer time;
    private final Call terminalGradient;
    private final Call terminalAdjoint;
    private final Call timeGradients;
    private final Call initialAdjoint;
    private final Call terminalFactors;
    private final Call initialFactors;

    /**
     * @param adjoint p, rows(n)
     * @param curvature to be gathered of the layers before and after the solve
     */
    ContinuousEnds(Workspace workspace, BolzaProblem problem, TileBuffers tile, Buffer adjoint, Curvature curvature) {
        this.workspace = workspace;
        this.time = workspace.allocate(1);
        Buffer unused = workspace.allocate(problem.forwardWidth());
        this.terminalGradient =
                tile.prepare(workspace, EndPrograms.terminalGradient(problem), Map.of("adjoint", unused));
        this.terminalAdjoint =
                tile.prepare(workspace, EndPrograms.terminalAdjoint(problem), Map.of("adjoint", adjoint));
        this.timeGradients = tile.prepare(workspace, timeGradients(problem), Map.of("p", adjoint, "t", time));
        this.initialAdjoint = tile.prepare(workspace, initialAdjoint(problem), Map.of("p", adjoint));
        boolean factors = curvature == Curvature.KRONECKER_FACTORS;
        this.terminalFactors =
                factors ? tile.prepare(workspace, terminalFactors(problem), Map.of()) : ContinuousEnds::nothing;
        this.initialFactors = factors
                ? tile.prepare(workspace, initialFactors(problem), Map.of("p", adjoint))
                : ContinuousEnds::nothing;
    }

    /** Sets p to Φ_z, dℓ/dt_f, and dℓ/dt0 to what it is but for the integral along the way. */
    void atTerminalTime(double terminalTime) {
        terminalGradient.run();
        terminalAdjoint.run();
        workspace.fill(time, terminalTime);
        timeGradients.run();
        terminalFactors.run();
    }

    /** Makes of p at t0 the weighted cotangent of what the forward solve started from. */
    void atInitialTime() {
        initialAdjoint.run();
        initialFactors.run();
    }

    private static void nothing() {}

    private static Program terminalFactors(BolzaProblem problem) {
        ProgramBuilder p = new ProgramBuilder();
        p.inline(EndPrograms.terminalGradient(problem), Map.of(AccumulatingStep.WEIGHT, p.constant(1, 1)))
                .forEach(p::output);
        return KroneckerFactors.ofEnd(p.build());
    }

    private static Program initialFactors(BolzaProblem problem) {
        ProgramBuilder p = new ProgramBuilder();
        Value adjoint = withIntegral(p, problem, p.input("p", problem.stateWidth()));
        p.inline(EndPrograms.encoderGradient(problem), Map.of("adjoint", adjoint))
                .forEach(p::output);
        return KroneckerFactors.ofEnd(p.build());
    }

    /**
     * dℓ/dt_f is {@code H(t_f) = Φ_z · f(z(t_f)) + L(t_f)} (DEEP Eq. 12), and dℓ/dt0 is {@code −H(t0) = −H(t_f) + ∫ ∂H/∂t dt}:
     * DEEP App. C with its sign reversed (its Eq. 36 gives H(t0), the derivative when t0 moves the other way; finite
     * differences bear this out).
     */
    private static Program timeGradients(BolzaProblem problem) {
        ProgramBuilder p = new ProgramBuilder();
        Value z = p.slice(p.input("state", problem.forwardWidth()), 0, problem.stateWidth());
        Value hamiltonian =
                p.inline(Dynamics.hamiltonian(problem), Map.of("z", z)).get("hamiltonian");
        Value weighted = p.multiply(p.input("weight", 1), hamiltonian);
        p.output("terminalTimeGradient", weighted);
        return p.output("initialTimeGradient", p.negate(weighted)).build();
    }

    private static Program initialAdjoint(BolzaProblem problem) {
        ProgramBuilder p = new ProgramBuilder();
        Value weighted = p.scaleRows(p.input("weight", 1), p.input("p", problem.stateWidth()));
        return p.output("adjoint", withIntegral(p, problem, weighted)).build();
    }

    /** The integral of the running cost starts from 0 whatever x is: its cotangent goes nowhere. */
    private static Value withIntegral(ProgramBuilder p, BolzaProblem problem, Value adjoint) {
        return problem.runningCost().isEmpty() ? adjoint : p.concatenate(adjoint, p.constant(0, 1));
    }
}
