package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableau;
import org.turnpike.solver.Tableaux;

/** Backsolve and interpolated gradients: what they tend to as steps get short, and how fast. */
class ContinuousAdjointTest {

    /** The solutions are exact to 1e-9 here, so finite differences see the derivative that the adjoints approximate. */
    @TestFactory
    Stream<DynamicTest> everyProblemWithShortSteps() {
        SolverSettings fixed = new SolverSettings.FixedSteps(Tableaux.DOPRI5, new StepRule.Size(0.03));
        SolverSettings adaptive =
                new SolverSettings.Adaptive(Tableaux.TSIT5, 1e-9, 1e-11, 1000, OptionalDouble.empty());
        return SmallProblems.all()
                .filter(c -> c.value().gridCost().isEmpty())
                .flatMap(c -> continuous()
                        .flatMap(method -> Stream.of(fixed, adaptive)
                                .map(solver -> DynamicTest.dynamicTest(c + ", " + method + ", " + solver, () -> {
                                    GradientCheck check = new GradientCheck(c.value(), solver, method, 21);
                                    FiniteDifferenceTest.assertDirectional(check);
                                    FiniteDifferenceTest.assertDirectional(check.over(0.6, 0.2));
                                }))));
    }

    /** Both tend to the exact gradient with the order of the method. */
    @TestFactory
    Stream<DynamicTest> convergesWithTheOrderOfTheMethod() {
        double[] exact = gradient(Tableaux.DOPRI5, 60, GradientMethod.DISCRETE);
        return continuous()
                .flatMap(gradientMethod -> Tableaux.names().stream()
                        .map(Tableaux::named)
                        .map(method -> DynamicTest.dynamicTest(gradientMethod + ", " + method, () -> {
                            int steps = method.order() < 3 ? 16 : 5;
                            double coarse = distance(exact, gradient(method, steps, gradientMethod));
                            double fine = distance(exact, gradient(method, 2 * steps, gradientMethod));
                            assertThat(Math.log(coarse / fine) / Math.log(2))
                                    .as("order of convergence, from error %s to %s", coarse, fine)
                                    .isGreaterThan(method.order() - 0.35);
                        })));
    }

    @Test
    void terminalTimeGradientIsTheHamiltonian() {
        BolzaProblem problem = problem();
        SolverSettings coarse = new SolverSettings.FixedSteps(Tableaux.EULER, new StepRule.Count(1));
        GradientCheck check = new GradientCheck(problem, coarse, GradientMethod.BACKSOLVE, 5).over(0.2, 0.2);
        // After no time the state is z0, whatever the solver: dℓ/dt_f is Φ_z f(z0) + L(z0), as for a solver without
        // error.
        SolverSettings exact = new SolverSettings.FixedSteps(Tableaux.DOPRI5, new StepRule.Count(1));
        GradientCheck other = new GradientCheck(problem, exact, GradientMethod.DISCRETE, 5).over(0.2, 0.2);
        int terminal = check.size() - 2;
        assertThat(check.gradient()[terminal]).isCloseTo(other.slope(terminal), within(1e-9));
    }

    private static Stream<GradientMethod> continuous() {
        return Stream.of(GradientMethod.BACKSOLVE, GradientMethod.INTERPOLATED);
    }

    private static BolzaProblem problem() {
        return new BolzaProblem(
                SmallProblems.affineEncoderWithControl(),
                SmallProblems.timeDependent(),
                Optional.of(SmallProblems.runningWithEverything()),
                SmallProblems.crossEntropy());
    }

    private static double[] gradient(Tableau method, int steps, GradientMethod gradientMethod) {
        SolverSettings settings = new SolverSettings.FixedSteps(method, new StepRule.Count(steps));
        return new GradientCheck(problem(), settings, gradientMethod, 22)
                .over(0, 1.5)
                .gradient();
    }

    private static double distance(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
