package org.turnpike.execution.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.turnpike.execution.Binding;
import org.turnpike.execution.Call;

/** A program as bound operations, piece after piece of the tile. */
final class Nd4jCall implements Call {

    private final Nd4jRuntime runtime;
    private final Operations.Bound[] operations;

    private Nd4jCall(Nd4jRuntime runtime, Operations.Bound[] operations) {
        this.runtime = runtime;
        this.operations = operations;
    }

    static Nd4jCall bind(Nd4jWorkspace workspace, Binding binding, int rows) {
        List<Operations.Bound> operations = new ArrayList<>();
        for (int first = 0; first < workspace.tileRows(); first += rows) {
            operations.addAll(ProgramBinder.bind(workspace, binding, first, rows));
        }
        return new Nd4jCall(workspace.runtime(), operations.toArray(Operations.Bound[]::new));
    }

    @Override
    public void run() {
        runtime.confineThread();
        for (Operations.Bound operation : operations) {
            operation.run();
        }
    }
}
