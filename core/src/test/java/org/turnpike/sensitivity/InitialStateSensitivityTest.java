package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Field;
import org.turnpike.program.Differentiation;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.Tableaux;
import org.turnpike.solver.TrajectorySolver;

/** The two routes to the gradient by the input projection (SNF §III-E): through χ, and through the adjoint. */
class InitialStateSensitivityTest {

    private static final SolverSettings EXACT =
            new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-10, 1e-12, 10_000, OptionalDouble.empty());

    /** Every field that has an integral cost alone and an encoder with parameters. */
    @TestFactory
    Stream<DynamicTest> bothRoutesLeadToTheSameGradient() {
        return ShippedProblems.all()
                .filter(problem -> problem.name().contains("integral alone"))
                .filter(problem -> !problem.value().encoder().parameters().isEmpty())
                .map(problem -> DynamicTest.dynamicTest(problem.name(), () -> assertEqualRoutes(problem.value())));
    }

    @Test
    void thereAreSuchProblems() {
        assertThat(bothRoutesLeadToTheSameGradient().count()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void aProblemWithoutARunningCostIsRefused() {
        BolzaProblem problem = ShippedProblems.all().findFirst().orElseThrow().value();
        assertThatThrownBy(() -> InitialStateSensitivity.flow(problem))
                .hasMessageStartingWith("Expected a problem with a running cost, found one without");
    }

    private static void assertEqualRoutes(BolzaProblem problem) {
        ReferenceBackend backend = new ReferenceBackend(1);
        ParameterLayout layout = problem.layout();
        Parameters parameters = backend.newParameters(layout);
        Random random = new Random(5);
        double[] weights = random.doubles(layout.size(), -1, 1).toArray();
        parameters.set(weights);
        double[] x = random.doubles(problem.inputWidth(), -1, 1).toArray();
        double[] target = random.doubles(problem.targetWidth(), 0, 1).toArray();

        TileSolver adjoint = new TileSolver(backend, parameters, problem, EXACT, GradientMethod.INTERPOLATED);
        adjoint.load(x, target, new double[] {1}, 1);
        assertThat(adjoint.differentiate(0.1, 0.9).failure()).isEmpty();
        double[] direct = new double[layout.size()];
        adjoint.addGradient(direct);

        Map<String, double[]> arguments = new HashMap<>(Map.of("x", x));
        Program encoder = problem.encoder().select("z0");
        for (String name : encoder.parameters()) {
            arguments.put(name, part(weights, layout.entry(name)));
        }
        double[] z0 = new ProgramRunner(backend, encoder).run(arguments).get("z0");
        Field flow = InitialStateSensitivity.flow(problem);
        double[] control = new double[flow.controlWidth()];
        System.arraycopy(x, 0, control, 0, problem.controlWidth());
        System.arraycopy(target, 0, control, problem.controlWidth(), target.length);
        double[] end = new TrajectorySolver(backend, parameters, flow, EXACT)
                .solve(new double[][] {InitialStateSensitivity.start(z0)}, new double[][] {control}, new double[] {
                    0.1, 0.9
                })
                .state(0, 1);
        double[] chi = InitialStateSensitivity.chi(end, problem.stateWidth());

        Program transposed = Differentiation.vjp(encoder, List.of("z0"), encoder.parameters());
        arguments.put(Differentiation.cotangent("z0"), chi);
        Map<String, double[]> throughChi = new ProgramRunner(backend, transposed).run(arguments);
        for (String name : encoder.parameters()) {
            double[] expected = part(direct, layout.entry(name));
            double[] found = throughChi.get(Differentiation.cotangent(name));
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i])
                        .as("%s, number %s", name, i)
                        .isCloseTo(expected[i], within(1e-7 * (1 + Math.abs(expected[i]))));
            }
        }
        assertThat(Set.copyOf(encoder.parameters())).isNotEmpty();
    }

    private static double[] part(double[] all, ParameterLayout.Entry entry) {
        double[] part = new double[entry.shape().size()];
        System.arraycopy(all, entry.offset(), part, 0, part.length);
        return part;
    }
}
