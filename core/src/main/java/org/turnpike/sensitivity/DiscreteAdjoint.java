package org.turnpike.sensitivity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.solver.Integration;
import org.turnpike.solver.Integrator;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRecorder;
import org.turnpike.solver.StepRule;

/** {@link GradientMethod#DISCRETE}: every step of the forward solve, transposed, in reverse. */
final class DiscreteAdjoint implements Sensitivity {

    private final Workspace workspace;
    private final TileBuffers tile;
    private final Integrator forward;
    private final StateTape states;
    private final int evaluationsPerStep;
    private final Call terminalGradient;
    private final Call stepOfGivenLength;
    private final Call stepOfMovingLength;

    DiscreteAdjoint(
            Workspace workspace,
            BolzaProblem problem,
            SolverSettings settings,
            TileBuffers tile,
            Integrator forward,
            Checkpoints checkpoints) {
        this.workspace = workspace;
        this.tile = tile;
        this.forward = forward;
        this.evaluationsPerStep = settings.method().evaluationsPerStep();
        this.states = new StateTape(workspace, problem, settings, forward, checkpoints);
        this.terminalGradient = tile.prepare(workspace, EndPrograms.terminalGradient(problem), Map.of());
        Map<String, Buffer> step = new HashMap<>(forward.buffers().inputs());
        step.put("lengthShare", forward.buffers().lengthShare());
        step.put("startShare", forward.buffers().startShare());
        this.stepOfMovingLength = tile.prepare(workspace, AdjointStep.ofMovingLength(problem, settings), step);
        // Of steps of a given length only the last one moves: the others need not pay for derivatives by their length.
        this.stepOfGivenLength =
                settings.fixedSteps().filter(StepRule.Size.class::isInstance).isPresent()
                        ? tile.prepare(workspace, AdjointStep.ofGivenLength(problem, settings), step)
                        : stepOfMovingLength;
    }

    @Override
    public StepRecorder recorder() {
        return states;
    }

    @Override
    public Integration backward(double initialTime, double terminalTime, int rows) {
        workspace.fill(tile.terminalTimeGradient(), 0);
        workspace.fill(tile.initialTimeGradient(), 0);
        workspace.fill(tile.time(), terminalTime);
        terminalGradient.run();
        for (int step = forward.steps() - 1; step >= 0; step--) {
            states.restore(step);
            if (forward.lengthMovesWithTerminalTime(step)) {
                stepOfMovingLength.run();
            } else {
                stepOfGivenLength.run();
            }
        }
        double repeated = (double) states.repeated() / forward.steps();
        double evaluations = forward.stepsPerSample() * evaluationsPerStep * (1 + repeated);
        return new Integration(evaluations, Optional.empty());
    }
}
