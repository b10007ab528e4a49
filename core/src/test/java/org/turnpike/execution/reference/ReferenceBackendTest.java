package org.turnpike.execution.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.Backend;
import org.turnpike.execution.BackendContract;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Differentiation;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;

class ReferenceBackendTest extends BackendContract {

    @Override
    protected Backend newBackend() {
        return new ReferenceBackend();
    }

    @Override
    protected double tolerance() {
        return 0;
    }

    @Override
    protected double rounded(double value) {
        return value;
    }

    @Test
    void affineMapAndItsGradientByHand() {
        ProgramBuilder p = new ProgramBuilder();
        Program program = p.output("y", p.affine(p.parameter("W", 1, 2), p.parameter("b", 1), p.input("x", 2)))
                .build();
        Program gradient = Differentiation.vjp(program, Set.of("y"), Set.of("W", "b", "x"));

        ReferenceBackend backend = new ReferenceBackend(2);
        Parameters parameters =
                backend.newParameters(new ParameterLayout.Builder().add(program).build());
        parameters.set(new double[] {2, 3, 0.5});
        Workspace workspace = backend.newWorkspace(parameters);
        Buffer x = workspace.allocate(2);
        Buffer c = workspace.allocate(1);
        Buffer y = workspace.allocate(1);
        workspace.load(x, new double[] {1, 10, 2, 20});
        workspace.load(c, new double[] {1, 0});
        workspace
                .prepare(gradient, Map.of("x", x, "cotangent(y)", c), Map.of("y", y, "cotangent(x)", x))
                .run();

        assertThat(workspace.read(y, 0, 0)).isEqualTo(8.5);
        assertThat(workspace.read(y, 0, 1)).isEqualTo(80.5);
        assertThat(workspace.read(x, 0, 0)).isEqualTo(2);
        assertThat(workspace.read(x, 1, 0)).isEqualTo(3);
        assertThat(workspace.read(x, 0, 1)).isZero();
        double[] sum = new double[3];
        workspace.addGradient(sum);
        assertThat(sum).containsExactly(1, 2, 1);
    }
}
