package org.turnpike.solver;

import java.util.HashMap;
import java.util.Map;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;

/** A step bound to {@link StepBuffers}: it replaces the state by the state one step on. */
public final class PreparedStep {

    private PreparedStep() {}

    /**
     * @param dynamics as in {@link StepProgram#of}
     * @param results further outputs that are wanted
     */
    public static Call of(
            Workspace workspace, Tableau method, Program dynamics, StepBuffers buffers, Map<String, Buffer> results) {
        Map<String, Buffer> outputs = new HashMap<>(results);
        outputs.put(StepProgram.NEXT, buffers.state());
        return workspace.prepare(StepProgram.of(method, dynamics), buffers.inputs(), outputs);
    }
}
