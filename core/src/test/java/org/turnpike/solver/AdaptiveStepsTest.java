package org.turnpike.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.program.Value;

/** Step control is every sample's own. */
class AdaptiveStepsTest {

    /** {@code y₁′ = y₂, y₂′ = −y₁³ · |y₁|}: the larger the start, the faster it turns. */
    private static final KnownProblem SPRING = new KnownProblem(
            "spring",
            KnownProblem.field(2, p -> {
                Value y = p.slice(p.input("z", 2), 0, 1);
                Value force = p.multiply(p.multiply(y, p.square(y)), p.absolute(y));
                return p.concatenate(p.slice(p.input("z", 2), 1, 1), p.negate(force));
            }),
            new double[0],
            t -> null);

    static Stream<Tableau> methods() {
        return Tableaux.embeddedNames().stream().map(Tableaux::named);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aSolutionIsTheSameToTheLastBitAloneAndInABatch(Tableau method) {
        SolverSettings settings = adaptive(method, 1e-4);
        Random random = new Random(31);
        double[][] initial = new double[7][];
        for (int i = 0; i < initial.length; i++) {
            initial[i] = new double[] {Math.pow(2, i - 3) * random.nextDouble(), random.nextGaussian()};
        }
        double[] times = IntStream.range(0, 12).mapToDouble(i -> 0.1 + i * 0.31).toArray();
        Trajectory together = SPRING.solver(settings, 8).solve(initial, times);
        Trajectory inTiles = SPRING.solver(settings, 3).solve(initial, times);
        double evaluations = 0;
        for (int i = 0; i < initial.length; i++) {
            Trajectory alone = SPRING.solver(settings, 1).solve(new double[][] {initial[i]}, times);
            evaluations += alone.evaluations() / initial.length;
            for (int j = 0; j < times.length; j++) {
                assertThat(together.state(i, j)).containsExactly(alone.state(0, j));
                assertThat(inTiles.state(i, j)).containsExactly(alone.state(0, j));
                assertThat(alone.state(0, j)).doesNotContain(Double.NaN);
            }
        }
        assertThat(together.evaluations()).isCloseTo(evaluations, within(1e-9));
        assertThat(inTiles.evaluations()).isCloseTo(evaluations, within(1e-9));
    }

    @Test
    void timesAskedForChangeNothing() {
        TrajectorySolver solver = SPRING.solver(adaptive(Tableaux.TSIT5, 1e-6));
        double[][] initial = {{2, 0}};
        Trajectory few = solver.solve(initial, new double[] {0, 5});
        Trajectory many = solver.solve(
                initial,
                IntStream.rangeClosed(0, 1000).mapToDouble(i -> i / 200.0).toArray());
        assertThat(many.state(0, 1000)).containsExactly(few.state(0, 1));
        assertThat(many.evaluations()).isEqualTo(few.evaluations());
    }

    @Test
    void aSingleTimeReturnsTheInitialStateExactly() {
        for (SolverSettings settings : new SolverSettings[] {
            adaptive(Tableaux.DOPRI5, 1e-6), new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.1))
        }) {
            Trajectory solved = SPRING.solver(settings).solve(new double[][] {{0.1, 1e300}}, new double[] {3});
            assertThat(solved.state(0, 0)).containsExactly(0.1, 1e300);
            assertThat(solved.evaluations()).isZero();
        }
    }

    @Test
    void evaluationsAreCountedExactly() {
        KnownProblem flat = new KnownProblem(
                "flat", KnownProblem.field(1, p -> p.scale(1e-9, p.input("z", 1))), new double[0], t -> null);
        double[] times = {0, 1};
        double[][] initial = {{1}, {2}, {3}};
        for (StepRule rule : new StepRule[] {new StepRule.Count(10), new StepRule.Size(0.1)}) {
            assertEvaluations(40, flat, new SolverSettings.FixedSteps(Tableaux.RK4, rule), initial, times);
            assertEvaluations(60, flat, new SolverSettings.FixedSteps(Tableaux.DOPRI5, rule), initial, times);
            assertEvaluations(30, flat, new SolverSettings.FixedSteps(Tableaux.BOSH3, rule), initial, times);
        }
        // Three steps: 0.05, then by the largest factor 0.5, then the rest.
        OptionalDouble first = OptionalDouble.of(0.05);
        assertEvaluations(
                1 + 3 * 6, flat, new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-6, 1e-6, 10, first), initial, times);
        assertEvaluations(
                1 + 3 * 3, flat, new SolverSettings.Adaptive(Tableaux.BOSH3, 1e-6, 1e-6, 10, first), initial, times);
        assertEvaluations(
                3 * 2, flat, new SolverSettings.Adaptive(Tableaux.HEUN, 1e-6, 1e-6, 10, first), initial, times);
        // The estimate of the first step takes two, and finds that one step is enough.
        assertEvaluations(
                2 + 6,
                flat,
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-3, 1e-3, 10, OptionalDouble.empty()),
                initial,
                new double[] {0, 1e-6});
    }

    @Test
    void tighterTolerancesGiveSmallerErrors() {
        KnownProblem sine = KnownProblem.sine();
        double previous = Double.POSITIVE_INFINITY;
        for (double tolerance : new double[] {1e-4, 1e-6, 1e-8, 1e-10}) {
            double[] initial = sine.solution().apply(1);
            Trajectory solved = sine.solver(adaptive(Tableaux.DOPRI5, tolerance))
                    .solve(new double[][] {initial}, new double[] {1, 8});
            double expected = sine.solution().apply(8)[0];
            double error = Math.abs(solved.state(0, 1)[0] - expected) / expected;
            assertThat(error).isLessThan(10 * tolerance).isLessThan(previous);
            previous = error;
        }
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> adaptive(Tableaux.RK4, 1e-6))
                .hasMessage("Adaptive steps need a method with an error estimate, found rk4; use one of "
                        + "[heun, bosh3, dopri5, tsit5], or fixed steps");
        assertThatThrownBy(() -> new SolverSettings.Adaptive(Tableaux.DOPRI5, 0, 0, 1, OptionalDouble.empty()))
                .hasMessageContaining("not both 0, found rtol 0.0, atol 0.0");
        assertThatThrownBy(() -> new SolverSettings.Adaptive(Tableaux.DOPRI5, 1, 1, 0, OptionalDouble.empty()))
                .hasMessageContaining("at least 1 step, found 0");
        assertThatThrownBy(() -> new SolverSettings.Adaptive(Tableaux.DOPRI5, 1, 1, 1, OptionalDouble.of(-1)))
                .hasMessageContaining("greater than 0, found -1.0");
        TrajectorySolver solver = SPRING.solver(adaptive(Tableaux.DOPRI5, 1e-6));
        assertThatThrownBy(() -> solver.solve(new double[][] {{1, 2}}, new double[] {0, 1, 0.5}))
                .hasMessage("Times must increase or decrease throughout, found [0.0, 1.0, 0.5]");
        assertThatThrownBy(() -> solver.solve(new double[][] {{1}}, new double[] {0, 1}))
                .hasMessage("Expected initial state 0 of width 2, found 1");
    }

    private static void assertEvaluations(
            double expected, KnownProblem problem, SolverSettings settings, double[][] initial, double[] times) {
        assertThat(problem.solver(settings).solve(initial, times).evaluations())
                .as("evaluations of %s", settings)
                .isEqualTo(expected);
    }

    static SolverSettings adaptive(Tableau method, double tolerance) {
        return new SolverSettings.Adaptive(method, tolerance, tolerance, 10_000, OptionalDouble.empty());
    }
}
