package org.turnpike.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.ParameterLayout;

/** DETEST at a tolerance of 1e-8, from 0 to 20. */
class DetestTest {

    private static final double TOLERANCE = 1e-8;

    @TestFactory
    Stream<DynamicTest> classesAToC() {
        return Detest.all().stream()
                .flatMap(problem -> Stream.of(Tableaux.DOPRI5, Tableaux.TSIT5)
                        .map(method -> DynamicTest.dynamicTest(problem + ", " + method, () -> check(problem, method))));
    }

    private static void check(Detest problem, Tableau method) {
        double[] expected = new Extrapolation(problem.field()).solve(problem.initial(), 0, 20, 60);
        SolverSettings settings =
                new SolverSettings.Adaptive(method, TOLERANCE, TOLERANCE, 10_000, OptionalDouble.empty());
        ReferenceBackend backend = new ReferenceBackend(1);
        Trajectory solved = new TrajectorySolver(
                        backend, backend.newParameters(ParameterLayout.EMPTY), problem.field(), settings)
                .solve(new double[][] {problem.initial()}, new double[] {0, 20});
        assertThat(solved.failure()).isEmpty();
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(solved.state(0, 1)[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
            assertThat(error).as("error of number %s", i).isLessThan(25 * TOLERANCE);
        }
    }
}
