package org.turnpike.solver;

import java.util.HashMap;
import java.util.Map;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Workspace;

/**
 * The memory that a step works on.
 *
 * @param state z, rows(n): what a solve advances
 * @param start when the step starts, rows(1)
 * @param length of the step, signed, rows(1); 0 for samples that this step leaves where they are
 * @param lengthShare ∂ length / ∂ t_f, rows(1)
 * @param startShare ∂ start / ∂ t_f, rows(1)
 * @param constants whatever else the dynamics take, by name: u, target, random directions
 */
public record StepBuffers(
        Buffer state,
        Buffer start,
        Buffer length,
        Buffer lengthShare,
        Buffer startShare,
        Map<String, Buffer> constants) {

    public StepBuffers {
        constants = Map.copyOf(constants);
    }

    /** Buffers for a solve that advances {@code state}. */
    public static StepBuffers around(Buffer state, Workspace workspace, Map<String, Buffer> constants) {
        return new StepBuffers(
                state,
                workspace.allocate(1),
                workspace.allocate(1),
                workspace.allocate(1),
                workspace.allocate(1),
                constants);
    }

    /** The inputs {@code z, t, dt} of a {@link StepProgram}, and the constants. */
    public Map<String, Buffer> inputs() {
        Map<String, Buffer> inputs = new HashMap<>(constants);
        inputs.put("z", state);
        inputs.put("t", start);
        inputs.put("dt", length);
        return inputs;
    }
}
