package org.turnpike.sensitivity;

import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.StochasticMethod;
import org.turnpike.solver.Tableaux;

/**
 * Finite differences, to 1e-6, for every (field × cost × solver × sensitivity) that users can choose: the discrete gradient with
 * any steps, the continuous ones with steps so short that their error is below that.
 */
class ShippedGradientTest {

    @TestFactory
    Stream<DynamicTest> discrete() {
        return ShippedProblems.all()
                .flatMap(problem ->
                        FiniteDifferenceTest.solvers().map(solver -> test(problem, solver, GradientMethod.DISCRETE)));
    }

    @TestFactory
    Stream<DynamicTest> ofImages() {
        SolverSettings fixed = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.3));
        return Stream.of(1L, 2L, 3L)
                .flatMap(seed -> Stream.of(ShippedProblems.plainImages(), ShippedProblems.stemmedImages())
                        .map(problem -> DynamicTest.dynamicTest(
                                problem + ", seed " + seed,
                                () -> FiniteDifferenceTest.assertDirectional(
                                        new GradientCheck(problem.value(), fixed, GradientMethod.DISCRETE, seed)))));
    }

    /** Along the paths that were drawn, which are held: by all parameters, those of the noise among them, and both times. */
    @TestFactory
    Stream<DynamicTest> pathwise() {
        return ShippedProblems.stochastic()
                .flatMap(problem -> Stream.of(StochasticMethod.values())
                        .flatMap(method -> Stream.of(new StepRule.Size(0.2), new StepRule.Count(4))
                                .map(rule -> new SolverSettings.Stochastic(method, rule, 1)))
                        .map(solver -> test(problem, solver, GradientMethod.DISCRETE)));
    }

    @TestFactory
    Stream<DynamicTest> continuous() {
        SolverSettings fixed = new SolverSettings.FixedSteps(Tableaux.TSIT5, new StepRule.Size(0.04));
        SolverSettings adaptive =
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-9, 1e-11, 1000, OptionalDouble.empty());
        return ShippedProblems.all()
                .filter(problem -> !problem.name().contains(ShippedProblems.GRID))
                .flatMap(problem -> Stream.of(fixed, adaptive)
                        .flatMap(solver -> Stream.of(GradientMethod.BACKSOLVE, GradientMethod.INTERPOLATED)
                                .map(method -> test(problem, solver, method))));
    }

    private static DynamicTest test(
            SmallProblems.Named<BolzaProblem> problem, SolverSettings solver, GradientMethod method) {
        return DynamicTest.dynamicTest(
                problem + ", " + solver + ", " + method,
                () -> FiniteDifferenceTest.assertDirectional(new GradientCheck(problem.value(), solver, method, 17)));
    }
}
