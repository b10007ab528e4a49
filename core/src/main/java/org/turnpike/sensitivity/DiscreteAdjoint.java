package org.turnpike.sensitivity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;
import org.turnpike.solver.FixedStepIntegrator;
import org.turnpike.solver.Integration;
import org.turnpike.solver.Integrator;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepProgram;
import org.turnpike.solver.StepRecorder;
import org.turnpike.solver.StepRule;

/**
 * {@link GradientMethod#DISCRETE}: every step of the forward solve, transposed, in reverse. What is dear in a step is kept on the
 * way forward where every state is and there is room for it, and else computed again.
 */
final class DiscreteAdjoint implements Sensitivity {

    private static final int OF_MOVING_LENGTH = 0;

    private final Workspace workspace;
    private final TileBuffers tile;
    private final Integrator forward;
    private final StateTape states;
    private final int evaluationsPerStep;
    private final Call terminalGradient;
    private final List<Call> steps;
    private final Optional<KeptForward> kept;
    private final StepRecorder recorder = new Recorder();
    /** Which adjoint is that of steps whose length does not move with t_f. */
    private final int othersAdjoint;

    private boolean keeps;

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
        // Of steps of a given length only the last one moves: the others need not pay for derivatives by their length.
        List<Program> adjoints = settings.fixedSteps()
                        .filter(StepRule.Size.class::isInstance)
                        .isPresent()
                ? List.of(AdjointStep.ofMovingLength(problem, settings), AdjointStep.ofGivenLength(problem, settings))
                : List.of(AdjointStep.ofMovingLength(problem, settings));
        Map<String, Buffer> stepOn = KeptForward.union(
                step, Map.of(StepProgram.NEXT, forward.buffers().state()));
        this.othersAdjoint = adjoints.size() - 1;
        this.kept = checkpoints.interval() == 1 && forward instanceof FixedStepIntegrator
                ? KeptForward.of(
                        workspace,
                        ForwardStep.of(problem, settings),
                        adjoints,
                        AdjointStep.LATE,
                        (program, values) -> tile.prepare(workspace, program, KeptForward.union(stepOn, values)))
                : Optional.empty();
        // Programs that nobody will run need not be compiled.
        this.steps = alwaysKeeps(settings)
                ? List.of()
                : adjoints.stream()
                        .map(adjoint -> tile.prepare(workspace, adjoint, step))
                        .toList();
    }

    /** Whether every solve has so few steps that what is dear in them can be kept. */
    private boolean alwaysKeeps(SolverSettings settings) {
        return kept.isPresent()
                && settings.fixedSteps()
                        .filter(rule -> rule instanceof StepRule.Count count
                                && kept.get().fits(count.count()))
                        .isPresent();
    }

    @Override
    public StepRecorder recorder() {
        return recorder;
    }

    @Override
    public Integration backward(double initialTime, double terminalTime, int rows) {
        workspace.fill(tile.terminalTimeGradient(), 0);
        workspace.fill(tile.initialTimeGradient(), 0);
        workspace.fill(tile.time(), terminalTime);
        terminalGradient.run();
        for (int step = forward.steps() - 1; step >= 0; step--) {
            states.restore(step);
            int adjoint = forward.lengthMovesWithTerminalTime(step) ? OF_MOVING_LENGTH : othersAdjoint;
            if (keeps) {
                kept.orElseThrow().restore(step);
                kept.orElseThrow().reverse(adjoint).run();
            } else {
                steps.get(adjoint).run();
            }
        }
        double repeated = (double) states.repeated() / forward.steps();
        double evaluations = forward.stepsPerSample() * evaluationsPerStep * (1 + repeated);
        return new Integration(evaluations, Optional.empty());
    }

    /** Keeps the states, and what there is room for beside them. */
    private final class Recorder implements StepRecorder {
        @Override
        public Call taking(Call step, int count) {
            keeps = kept.isPresent() && kept.get().fits(count);
            return keeps ? kept.get().forward() : step;
        }

        @Override
        public void before(int step) {
            states.before(step);
        }

        @Override
        public void after(int step) {
            if (keeps) {
                kept.get().save(step);
            }
        }
    }
}
