package org.turnpike.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code y′ = A y}: the slope of log error against log step length, at the end and between steps. */
class OrderOfConvergenceTest {

    private static final KnownProblem LINEAR = KnownProblem.linear();

    static Stream<Tableau> methods() {
        return Tableaux.names().stream().map(Tableaux::named);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void endOfSolve(Tableau method) {
        double[] times = {0, 4};
        assertThat(slope(method, steps -> new StepRule.Count(steps), times)).isCloseTo(method.order(), within(0.3));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void betweenSteps(Tableau method) {
        // Off every grid; last comes the end, where there is nothing to interpolate.
        double[] times = IntStream.range(0, 40).mapToDouble(i -> i * 4 / 38.7).toArray();
        int expected = Math.min(method.order(), method.hasInterpolant() ? 5 : 4);
        assertThat(slope(method, steps -> new StepRule.Size(4.0 / steps), times))
                .isGreaterThan(expected - 0.3);
        double[] reversed = IntStream.range(0, 40).mapToDouble(i -> -times[i]).toArray();
        assertThat(slope(method, steps -> new StepRule.Size(4.0 / steps), reversed))
                .isGreaterThan(expected - 0.3);
    }

    private static double slope(Tableau method, IntFunction<StepRule> rule, double[] times) {
        int[] counts = {8, 12, 16, 24, 32};
        double[] x = new double[counts.length];
        double[] y = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            x[i] = -Math.log(counts[i]);
            y[i] = Math.log(largestError(method, rule.apply(counts[i]), times));
        }
        return regression(x, y);
    }

    private static double largestError(Tableau method, StepRule rule, double[] times) {
        double[][] initial = {LINEAR.solution().apply(times[0])};
        Trajectory solved =
                LINEAR.solver(new SolverSettings.FixedSteps(method, rule)).solve(initial, times);
        double largest = 0;
        for (int i = 1; i < times.length; i++) {
            double[] expected = LINEAR.solution().apply(times[i]);
            for (int row = 0; row < expected.length; row++) {
                largest = Math.max(largest, Math.abs(solved.state(0, i)[row] - expected[row]));
            }
        }
        return largest;
    }

    private static double regression(double[] x, double[] y) {
        double meanX =
                IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
        double meanY =
                IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (int i = 0; i < x.length; i++) {
            above += (x[i] - meanX) * (y[i] - meanY);
            below += (x[i] - meanX) * (x[i] - meanX);
        }
        return above / below;
    }
}
