package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.Differentiation;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;

class ScaledSumsTest {

    @Test
    void everySampleCountsWithItsScale() {
        ProgramBuilder p = new ProgramBuilder();
        p.output("y", p.affine(p.parameter("W", 3, 2), p.parameter("b", 3), p.input("x", 2)));
        Program gradient = Differentiation.vjp(p.build(), List.of("y"), List.of("x", "W", "b"));
        Program scaled = ScaledSums.of(gradient);
        assertThat(scaled.inputs()).contains(ScaledSums.SCALE);
        double[] scales = {2, -0.5};
        double[] x = {1, 2, 3, 4};
        double[] c = {1, -1, 0.5, 2, 3, 0};
        double[] expected = new double[9];
        for (int lane = 0; lane < 2; lane++) {
            for (int row = 0; row < 3; row++) {
                double part = scales[lane] * c[2 * row + lane];
                expected[6 + row] += part;
                for (int column = 0; column < 2; column++) {
                    expected[2 * row + column] += part * x[2 * column + lane];
                }
            }
        }
        ReferenceBackend backend = new ReferenceBackend(2);
        ParameterLayout layout = new ParameterLayout.Builder().add(scaled).build();
        Parameters parameters = backend.newParameters(layout);
        parameters.set(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        Workspace workspace = backend.newWorkspace(parameters);
        Map<String, Buffer> inputs = new HashMap<>();
        inputs.put("x", workspace.allocate(2));
        inputs.put(Differentiation.cotangent("y"), workspace.allocate(3));
        inputs.put(ScaledSums.SCALE, workspace.allocate(1));
        workspace.load(inputs.get("x"), x);
        workspace.load(inputs.get(Differentiation.cotangent("y")), c);
        workspace.load(inputs.get(ScaledSums.SCALE), scales);
        Buffer back = workspace.allocate(2);
        workspace
                .prepare(scaled, inputs, Map.of(Differentiation.cotangent("x"), back))
                .run();
        double[] found = new double[9];
        workspace.addGradient(found);
        for (int i = 0; i < 9; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-14));
        }
        // What is per sample stays as it was: Wᵀ c of the first sample.
        assertThat(workspace.read(back, 0, 0)).isCloseTo(1 * 1 + 3 * 0.5 + 5 * 3, within(1e-14));
    }

    @Test
    void withoutSumsNothingIsAdded() {
        Program field = SmallProblems.autonomous().program();
        assertThat(ScaledSums.of(field).inputs()).isEqualTo(field.inputs());
    }
}
