package org.turnpike.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every method against equations with known solutions, at ten times in [1, 8], forward and reversed in time. */
class KnownProblemsTest {

    private static final double[] TIMES =
            IntStream.range(0, 10).mapToDouble(i -> 1 + 7.0 * i / 9).toArray();

    /** Largest relative error allowed; the field's libraries allow 3e-4 for constant and sine, 2e-3 for linear. */
    private static double tolerance(SolverSettings settings) {
        int order = settings.method().order();
        return order < 3 ? 1e-4 : order < 4 ? 1e-5 : 3e-7;
    }

    private static Stream<SolverSettings> settings() {
        Stream<SolverSettings> fixed = Tableaux.names().stream()
                .map(Tableaux::named)
                .map(method ->
                        new SolverSettings.FixedSteps(method, new StepRule.Size(method.order() < 3 ? 0.0025 : 0.02)));
        Stream<SolverSettings> adaptive = Tableaux.embeddedNames().stream()
                .map(Tableaux::named)
                .map(method -> {
                    double tolerance = method.order() < 3 ? 1e-6 : 1e-8;
                    return new SolverSettings.Adaptive(method, tolerance, tolerance, 100_000, OptionalDouble.empty());
                });
        return Stream.concat(fixed, adaptive);
    }

    @TestFactory
    Stream<DynamicTest> solutions() {
        return Stream.of(KnownProblem.constant(), KnownProblem.sine(), KnownProblem.linear())
                .flatMap(problem -> settings()
                        // Euler would take a million steps for the tolerance; its order and 1.1^10 are tested
                        // elsewhere.
                        .filter(s -> s.method().order() > 1 || problem.name().equals("constant"))
                        .flatMap(s -> Stream.of(TIMES, reversed(TIMES))
                                .map(times -> DynamicTest.dynamicTest(
                                        name(problem, s, times), () -> check(problem, s, times)))));
    }

    @Test
    void eulerCompoundsInterest() {
        KnownProblem growth =
                new KnownProblem("growth", KnownProblem.field(1, p -> p.input("z", 1)), new double[0], t -> null);
        for (StepRule rule : new StepRule[] {new StepRule.Size(0.1), new StepRule.Count(10)}) {
            Trajectory solved = growth.solver(new SolverSettings.FixedSteps(Tableaux.EULER, rule))
                    .solve(new double[][] {{1}}, new double[] {0, 1});
            assertThat(solved.state(0, 1)[0]).isCloseTo(Math.pow(1.1, 10), within(1e-14));
            assertThat(solved.evaluations()).isEqualTo(10);
        }
    }

    private static void check(KnownProblem problem, SolverSettings settings, double[] times) {
        double[] initial = problem.solution().apply(times[0]);
        Trajectory solved = problem.solver(settings).solve(new double[][] {initial}, times);
        assertThat(solved.failure()).isEmpty();
        for (int i = 0; i < times.length; i++) {
            double[] expected = problem.solution().apply(times[i]);
            for (int row = 0; row < expected.length; row++) {
                double scale = Math.max(Math.abs(expected[row]), 1);
                assertThat(Math.abs(solved.state(0, i)[row] - expected[row]) / scale)
                        .as("relative error of number %s at t = %s", row, times[i])
                        .isLessThan(tolerance(settings));
            }
        }
    }

    private static String name(KnownProblem problem, SolverSettings settings, double[] times) {
        return problem + ", " + settings + (times[0] < times[1] ? ", forward" : ", reversed");
    }

    private static double[] reversed(double[] times) {
        return IntStream.range(0, times.length)
                .mapToDouble(i -> times[times.length - 1 - i])
                .toArray();
    }
}
