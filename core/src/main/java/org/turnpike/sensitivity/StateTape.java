package org.turnpike.sensitivity;

import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Call;
import org.turnpike.execution.Tape;
import org.turnpike.execution.Workspace;
import org.turnpike.solver.Integrator;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepProgram;
import org.turnpike.solver.StepRecorder;

/** The states before every step of a forward solve: kept, or computed again from {@link Checkpoints}. */
final class StateTape implements StepRecorder {

    private final int interval;
    private final Integrator forward;
    /** Takes the step that the forward solve recalls; with every state kept there is nothing to repeat. */
    private final Optional<Call> repeat;

    private final Tape checkpoints;
    private final Tape segment;
    private int segmentNumber;
    private int repeated;

    /** @param forward the solve whose states these are; it steps as {@code settings} say */
    StateTape(
            Workspace workspace,
            BolzaProblem problem,
            SolverSettings settings,
            Integrator forward,
            Checkpoints checkpoints) {
        this.interval = checkpoints.interval();
        this.forward = forward;
        this.checkpoints = workspace.newTape(forward.buffers().state());
        this.segment = workspace.newTape(forward.buffers().state());
        this.repeat = interval == 1
                ? Optional.empty()
                : Optional.of(workspace.prepare(
                        ForwardStep.of(problem, settings),
                        forward.buffers().inputs(),
                        Map.of(StepProgram.NEXT, forward.buffers().state())));
    }

    @Override
    public void before(int step) {
        segmentNumber = -1;
        repeated = 0;
        if (step % interval == 0) {
            checkpoints.save(step / interval);
        }
    }

    /** Puts the state before {@code step}, and the step's start and length, into the buffers. */
    void restore(int step) {
        if (interval == 1) {
            checkpoints.restore(step);
        } else {
            if (segmentNumber != step / interval) {
                repeatSegment(step / interval);
            }
            segment.restore(step % interval);
        }
        forward.recall(step);
    }

    /** Steps computed again since the forward solve. */
    int repeated() {
        return repeated;
    }

    private void repeatSegment(int number) {
        int first = number * interval;
        int end = Math.min(first + interval, forward.steps());
        checkpoints.restore(number);
        segment.save(0);
        for (int step = first; step + 1 < end; step++) {
            forward.recall(step);
            repeat.orElseThrow().run();
            segment.save(step + 1 - first);
            repeated++;
        }
        segmentNumber = number;
    }
}
