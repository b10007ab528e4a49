package org.turnpike.solver;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;

/** Takes the steps of a {@link TimeGrid}, the same for every sample. */
public final class FixedStepIntegrator implements Integrator {

    private final Workspace workspace;
    private final Tableau method;
    private final StepRule rule;
    private final StepBuffers buffers;
    private final Call step;
    private final Optional<StepNoise> noise;
    private final StateCheck check;
    private final Buffer initialState;
    private TimeGrid grid;

    /**
     * @param dynamics as in {@link StepProgram#of}; its inputs other than z and t are among the constants of {@code buffers}
     * @param results further outputs of the step program that are wanted
     */
    public FixedStepIntegrator(
            Workspace workspace,
            SolverSettings.FixedSteps settings,
            Program dynamics,
            StepBuffers buffers,
            Map<String, Buffer> results) {
        this(
                workspace,
                settings,
                PreparedStep.of(workspace, settings.method(), dynamics, buffers, results),
                buffers,
                Optional.empty());
    }

    /** @param step takes its place, and for every step the numbers of {@code noise} */
    FixedStepIntegrator(
            Workspace workspace,
            SolverSettings.FixedSteps settings,
            Call step,
            StepBuffers buffers,
            Optional<StepNoise> noise) {
        this.workspace = workspace;
        this.method = settings.method();
        this.rule = settings.rule();
        this.buffers = buffers;
        this.step = step;
        this.noise = noise;
        this.check = new StateCheck(workspace, buffers.state());
        this.initialState = workspace.allocate(buffers.state().width());
    }

    @Override
    public StepBuffers buffers() {
        return buffers;
    }

    @Override
    public Integration integrate(double initialTime, double terminalTime, int rows, StepRecorder recorder) {
        if (noise.isPresent() && !(terminalTime > initialTime)) {
            throw new IllegalArgumentException("A stochastic flow runs forward: expected a terminal time above "
                    + initialTime + ", found " + terminalTime + ". Swap them; there is no reversed solve.");
        }
        grid = TimeGrid.of(rule, initialTime, terminalTime);
        workspace.copy(buffers.state(), initialState);
        Call recorded = recorder.taking(step, grid.count());
        for (int i = 0; i < grid.count(); i++) {
            recorder.before(i);
            place(i);
            recorded.run();
            recorder.after(i);
        }
        double evaluations = (double) grid.count() * method.evaluationsPerStep();
        boolean finite = check.firstNonFinite(rows).isEmpty();
        return new Integration(evaluations, finite ? Optional.empty() : failure(rows));
    }

    @Override
    public int steps() {
        return grid.count();
    }

    @Override
    public void recall(int step) {
        place(step);
        workspace.fill(buffers.lengthShare(), grid.terminalShareOfLength(step));
        workspace.fill(buffers.startShare(), grid.terminalShareOfStart(step));
    }

    @Override
    public boolean lengthMovesWithTerminalTime(int step) {
        return grid.terminalShareOfLength(step) != 0;
    }

    @Override
    public double stepsPerSample() {
        return grid.count();
    }

    private void place(int number) {
        workspace.fill(buffers.start(), grid.time(number));
        workspace.fill(buffers.length(), grid.length(number));
        if (noise.isPresent()) {
            noise.get().place(number);
        }
    }

    /** The first state that is not finite, found by a second solve that looks at every step: the first one does not pay for it. */
    private Optional<SolveFailure> failure(int rows) {
        workspace.copy(initialState, buffers.state());
        OptionalInt lane = check.firstNonFinite(rows);
        int taken = 0;
        while (lane.isEmpty() && taken < grid.count()) {
            recall(taken);
            step.run();
            taken++;
            lane = check.firstNonFinite(rows);
        }
        if (lane.isEmpty()) {
            return Optional.empty();
        }
        String what = taken == 0
                ? "its initial state is not finite"
                : "its state stopped being finite in step " + taken + " of " + grid.count() + " of " + method.name()
                        + ",";
        String remedy = taken == 0
                ? "Check the sample and the parameters of h_x."
                : noise.isPresent()
                        ? "Use shorter steps, a lower learning rate, or less noise (a larger β)."
                        : "Use shorter steps or an adaptive method, a lower learning rate, or a field of bounded speed.";
        return Optional.of(
                new SolveFailure(SolveFailure.Kind.NON_FINITE, lane.getAsInt(), grid.time(taken), what, remedy));
    }
}
