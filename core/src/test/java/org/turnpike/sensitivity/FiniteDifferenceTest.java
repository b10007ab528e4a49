package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableau;
import org.turnpike.solver.Tableaux;

/**
 * Discrete gradients against finite differences, to 1e-6: every field, cost, encoder and solver, by all parameters and both
 * times.
 */
class FiniteDifferenceTest {

    private static final double TOLERANCE = 1e-6;

    /** Parameters one by one, with one solver: says which is wrong. */
    @TestFactory
    Stream<DynamicTest> everyParameterOfEveryProblem() {
        SolverSettings solver = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.25));
        return SmallProblems.all()
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> {
                    GradientCheck check = new GradientCheck(c.value(), solver, GradientMethod.DISCRETE, 11);
                    double[] gradient = check.gradient();
                    for (int i = 0; i < gradient.length; i++) {
                        assertClose("derivative " + i + " of " + gradient.length, gradient[i], check.slope(i));
                    }
                }));
    }

    /** All parameters at once, in a random direction. */
    @TestFactory
    Stream<DynamicTest> everyProblemWithEverySolver() {
        return SmallProblems.all()
                .flatMap(c -> solvers()
                        .map(solver -> DynamicTest.dynamicTest(c.name() + ", " + solver, () -> {
                            GradientCheck check = new GradientCheck(c.value(), solver, GradientMethod.DISCRETE, 12);
                            assertDirectional(check);
                            assertDirectional(check.over(0.87, 0.2));
                        })));
    }

    static void assertDirectional(GradientCheck check) {
        double[] gradient = check.gradient();
        Random random = new Random(13);
        for (int trial = 0; trial < 2; trial++) {
            double[] direction = random.doubles(gradient.length, -0.5, 0.5).toArray();
            double slope = 0;
            for (int i = 0; i < gradient.length; i++) {
                slope += gradient[i] * direction[i];
            }
            assertClose("slope in direction " + trial, slope, check.slope(direction));
        }
    }

    private static void assertClose(String what, double found, double expected) {
        double error = Math.abs(found - expected) / Math.max(1e-2, Math.abs(expected));
        assertThat(error)
                .as("relative error of %s: %s, by finite differences %s", what, found, expected)
                .isLessThan(TOLERANCE);
    }

    static Stream<SolverSettings> solvers() {
        List<SolverSettings> all = new ArrayList<>();
        for (String name : Tableaux.names()) {
            Tableau method = Tableaux.named(name);
            all.add(new SolverSettings.FixedSteps(method, new StepRule.Size(0.3)));
            all.add(new SolverSettings.FixedSteps(method, new StepRule.Count(3)));
            if (method.isEmbedded()) {
                // Any error will do, so steps grow by the largest factor: 0.05, then 0.5, then the rest. As lengths do
                // not
                // depend on parameters then, finite differences see the derivative that counts lengths as given.
                all.add(new SolverSettings.Adaptive(method, 0, 1e6, 100, OptionalDouble.of(0.05)));
            }
        }
        return all.stream();
    }
}
