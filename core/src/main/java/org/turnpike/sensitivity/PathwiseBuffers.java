package org.turnpike.sensitivity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Workspace;
import org.turnpike.field.StochasticFlow;
import org.turnpike.solver.StepProgram;
import org.turnpike.solver.StochasticMethod;

/**
 * The memory of one tile's stochastic solve: rows(n) for state, noise and adjoint, rows(m) for the control, rows(1) for the
 * others.
 */
record PathwiseBuffers(
        Buffer state,
        Optional<Buffer> control,
        Buffer noise,
        Buffer start,
        Buffer length,
        Buffer startShare,
        Buffer lengthShare,
        Buffer adjoint,
        Buffer terminalTimeGradient) {

    static PathwiseBuffers allocate(Workspace workspace, StochasticFlow flow) {
        int width = flow.drift().stateWidth();
        int controlWidth = flow.drift().controlWidth();
        return new PathwiseBuffers(
                workspace.allocate(width),
                controlWidth == 0 ? Optional.empty() : Optional.of(workspace.allocate(controlWidth)),
                workspace.allocate(width),
                workspace.allocate(1),
                workspace.allocate(1),
                workspace.allocate(1),
                workspace.allocate(1),
                workspace.allocate(width),
                workspace.allocate(1));
    }

    /** What a step and its transpose take. */
    Map<String, Buffer> inputs() {
        Map<String, Buffer> inputs = new HashMap<>(beforeStep());
        inputs.put("z", state);
        control.ifPresent(buffer -> inputs.put("u", buffer));
        inputs.put(StochasticMethod.NOISE, noise);
        inputs.put("t", start);
        inputs.put("dt", length);
        inputs.put("startShare", startShare);
        inputs.put("lengthShare", lengthShare);
        return inputs;
    }

    /** What a step returns. */
    Map<String, Buffer> afterStep() {
        return Map.of(StepProgram.NEXT, state);
    }

    /** What a transposed step returns. */
    Map<String, Buffer> beforeStep() {
        return Map.of("adjoint", adjoint, "terminalTimeGradient", terminalTimeGradient);
    }
}
