package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Partition;
import org.turnpike.program.Program;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

/** Solves and gradients of a back-end in single precision, against the reference, to 1e-3. */
public abstract class GradientContract {

    private static final int SAMPLES = 37;
    private static final double TOLERANCE = 1e-3;

    private final Backend backend;
    private final Backend reference;

    protected GradientContract(Backend backend) {
        this.backend = backend;
        this.reference = new ReferenceBackend(backend.tileRows());
    }

    @TestFactory
    Stream<DynamicTest> everyProblem() {
        SolverSettings fixed = new SolverSettings.FixedSteps(Tableaux.RK4_38, new StepRule.Size(0.09));
        SolverSettings adaptive =
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-4, 1e-4, 1000, OptionalDouble.empty());
        return SmallProblems.all()
                .flatMap(problem -> Stream.of(fixed, adaptive)
                        .flatMap(settings -> Stream.of(GradientMethod.values())
                                .filter(method -> isComparable(problem.value(), settings, method))
                                .map(method -> DynamicTest.dynamicTest(
                                        problem + ", " + settings + ", " + method,
                                        () -> compare(problem.value(), settings, method)))));
    }

    @TestFactory
    Stream<DynamicTest> imageClassifiers() {
        SolverSettings fixed = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.3));
        return Stream.of(ShippedProblems.plainImages(), ShippedProblems.stemmedImages())
                .map(problem -> DynamicTest.dynamicTest(
                        problem.name(), () -> compare(problem.value(), fixed, GradientMethod.DISCRETE)));
    }

    /** With checkpoints nothing is kept of a step but its state. */
    @TestFactory
    Stream<DynamicTest> whatIsKeptOfTheWayForwardChangesNothing() {
        return Stream.of(ShippedProblems.dearImages(), ShippedProblems.wide())
                .flatMap(problem -> Stream.of(new StepRule.Size(0.3), new StepRule.Count(3))
                        .map(rule -> DynamicTest.dynamicTest(
                                problem + ", " + rule,
                                () -> compareKept(
                                        problem.value(), new SolverSettings.FixedSteps(Tableaux.RK4, rule)))));
    }

    private void compareKept(BolzaProblem problem, SolverSettings settings) {
        Program adjoint = AdjointStep.ofMovingLength(problem, settings);
        assertThat(Partition.of(ForwardStep.of(problem, settings), List.of(adjoint), AdjointStep.LATE))
                .isPresent();
        Checkpoints far = new Checkpoints(1000);
        assertThat(gradient(reference, problem, settings, Checkpoints.EVERY_STEP))
                .containsExactly(gradient(reference, problem, settings, far));
        // Which multiplications and additions are rounded as one depends on what shares a pass over memory.
        double[] expected = gradient(backend, problem, settings, far);
        double[] found = gradient(backend, problem, settings, Checkpoints.EVERY_STEP);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-5 * Math.abs(expected[i]) + 1e-6));
        }
    }

    /** Costs of grid points have a discrete gradient only, and depend on where the precision puts adaptive steps. */
    private static boolean isComparable(BolzaProblem problem, SolverSettings settings, GradientMethod method) {
        return problem.gridCost().isEmpty()
                || (method == GradientMethod.DISCRETE && settings instanceof SolverSettings.FixedSteps);
    }

    private void compare(BolzaProblem problem, SolverSettings settings, GradientMethod method) {
        double[] expected = gradient(reference, problem, settings, method);
        double[] found = gradient(backend, problem, settings, method);
        double scale = 0;
        for (double number : expected) {
            scale = Math.max(scale, Math.abs(number));
        }
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(found[i] - expected[i]) / Math.max(0.1 * scale, Math.abs(expected[i]));
            assertThat(error)
                    .as("relative error of derivative %s: %s, reference %s", i, found[i], expected[i])
                    .isLessThan(TOLERANCE);
        }
    }

    /** By all parameters, t_f and t0; then the cost. */
    private static double[] gradient(
            Backend backend, BolzaProblem problem, SolverSettings settings, GradientMethod method) {
        return gradient(backend, problem, settings, method, Checkpoints.EVERY_STEP);
    }

    private static double[] gradient(
            Backend backend, BolzaProblem problem, SolverSettings settings, Checkpoints checkpoints) {
        return gradient(backend, problem, settings, GradientMethod.DISCRETE, checkpoints);
    }

    private static double[] gradient(
            Backend backend,
            BolzaProblem problem,
            SolverSettings settings,
            GradientMethod method,
            Checkpoints checkpoints) {
        Random random = new Random(41);
        ParameterLayout layout = problem.layout();
        Parameters parameters = backend.newParameters(layout);
        parameters.set(random.doubles(layout.size(), -1, 1).toArray());
        TileSolver solver = new TileSolver(backend, parameters, problem, settings, method, checkpoints, Curvature.NONE);
        int lanes = solver.tileRows();
        solver.load(
                floats(random, lanes * problem.inputWidth()),
                floats(random, lanes * problem.targetWidth()),
                floats(random, lanes),
                SAMPLES);
        SolveOutcome outcome = solver.differentiate(0.2, 0.87);
        assertThat(outcome.failure()).isEmpty();
        double[] gradient = new double[layout.size()];
        solver.addGradient(gradient);
        double[] all = Arrays.copyOf(gradient, layout.size() + 3);
        all[layout.size()] = outcome.terminalTimeGradient();
        all[layout.size() + 1] = outcome.initialTimeGradient();
        all[layout.size() + 2] = outcome.cost();
        return all;
    }

    private static float[] floats(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat();
        }
        return numbers;
    }
}
