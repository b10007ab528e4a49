package org.turnpike.solver;

import java.util.Map;
import java.util.OptionalInt;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.program.ProgramBuilder;

/** Finds samples whose state is infinite or not a number. */
public final class StateCheck {

    private final Workspace workspace;
    private final Buffer magnitude;
    private final Call measure;

    public StateCheck(Workspace workspace, Buffer state) {
        this.workspace = workspace;
        this.magnitude = workspace.allocate(1);
        ProgramBuilder p = new ProgramBuilder();
        p.output("magnitude", p.rowSum(p.absolute(p.input("z", state.width()))));
        this.measure = workspace.prepare(p.build(), Map.of("z", state), Map.of("magnitude", magnitude));
    }

    /** The first of {@code rows} samples with a state that is not finite. */
    public OptionalInt firstNonFinite(int rows) {
        measure.run();
        for (int lane = 0; lane < rows; lane++) {
            if (!Double.isFinite(workspace.read(magnitude, 0, lane))) {
                return OptionalInt.of(lane);
            }
        }
        return OptionalInt.empty();
    }
}
