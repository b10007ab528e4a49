package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.program.ParameterLayout;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

/** Solves and gradients in single precision on the {@code vector} back-end, against the reference, to 1e-3. */
class VectorGradientTest {

    private static final int SAMPLES = 37;
    private static final double TOLERANCE = 1e-3;

    private final Backend vector = VectorBackend.create();
    private final Backend reference = new ReferenceBackend(vector.tileRows());

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

    @Test
    void anAdaptiveSolutionIsTheSameToTheLastBitAloneAndInABatch() {
        BolzaProblem problem = new BolzaProblem(
                SmallProblems.affineEncoderWithControl(),
                SmallProblems.timeDependent(),
                Optional.of(SmallProblems.runningWithEverything()),
                SmallProblems.squaredError());
        SolverSettings settings = new SolverSettings.Adaptive(Tableaux.TSIT5, 1e-4, 1e-4, 1000, OptionalDouble.empty());
        Parameters parameters = vector.newParameters(problem.layout());
        Random random = new Random(42);
        parameters.set(random.doubles(problem.layout().size(), -2, 2).toArray());
        TileSolver solver = new TileSolver(vector, parameters, problem, settings, GradientMethod.DISCRETE);
        int lanes = solver.tileRows();
        float[] x = floats(random, lanes * problem.inputWidth());
        float[] target = floats(random, lanes * problem.targetWidth());
        float[] weight = floats(random, lanes);
        solver.load(x, target, weight, lanes);
        assertThat(solver.evaluate(0, 3).failure()).isEmpty();
        double[] together = new double[lanes];
        Arrays.setAll(together, solver::cost);
        for (int lane = 0; lane < lanes; lane += 7) {
            float[] one = new float[x.length];
            float[] its = new float[target.length];
            for (int row = 0; row < 2; row++) {
                one[row * lanes] = x[row * lanes + lane];
                its[row * lanes] = target[row * lanes + lane];
            }
            solver.load(one, its, weight, 1);
            solver.evaluate(0, 3);
            assertThat(solver.cost(0)).isEqualTo(together[lane]);
        }
    }

    /** Costs of grid points have a discrete gradient only, and depend on where the precision puts adaptive steps. */
    private static boolean isComparable(BolzaProblem problem, SolverSettings settings, GradientMethod method) {
        return problem.gridCost().isEmpty()
                || (method == GradientMethod.DISCRETE && settings instanceof SolverSettings.FixedSteps);
    }

    private void compare(BolzaProblem problem, SolverSettings settings, GradientMethod method) {
        double[] expected = gradient(reference, problem, settings, method);
        double[] found = gradient(vector, problem, settings, method);
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
        Random random = new Random(41);
        ParameterLayout layout = problem.layout();
        Parameters parameters = backend.newParameters(layout);
        parameters.set(random.doubles(layout.size(), -1, 1).toArray());
        TileSolver solver = new TileSolver(backend, parameters, problem, settings, method);
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
