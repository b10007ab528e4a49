package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Field;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

/** Gradients that can be written down. */
class KnownGradientsTest {

    /** {@code z0 = h · x} with x = 1, so that the derivative by h is that by the initial state; cost: the terminal state. */
    private static BolzaProblem problem(Program field) {
        int width = field.outputWidth("dz");
        ProgramBuilder encoder = new ProgramBuilder();
        encoder.output(
                "z0", encoder.multiply(encoder.spread(encoder.parameter("h", width)), encoder.input("x", width)));
        ProgramBuilder cost = new ProgramBuilder();
        Value z = cost.input("z", width);
        cost.output("cost", cost.rowSum(z)).output("prediction", z);
        return new BolzaProblem(encoder.build(), new Field(field), Optional.empty(), cost.build());
    }

    private static Program growth() {
        ProgramBuilder p = new ProgramBuilder();
        return p.output("dz", p.input("z", 1)).build();
    }

    /** {@code y′ = y³ A}, the power taken number by number. */
    private static Program spiral() {
        ProgramBuilder p = new ProgramBuilder();
        Value z = p.input("z", 2);
        return p.output("dz", p.linearTransposed(p.parameter("A", 2, 2), p.multiply(z, p.square(z))))
                .build();
    }

    /** A solver of one sample, x = 1. */
    private static final class One {
        final ParameterLayout layout;
        final Parameters parameters;
        final TileSolver solver;

        One(Program field, SolverSettings settings, GradientMethod method, Map<String, double[]> values) {
            BolzaProblem problem = problem(field);
            ReferenceBackend backend = new ReferenceBackend(1);
            layout = problem.layout();
            parameters = backend.newParameters(layout);
            solver = new TileSolver(backend, parameters, problem, settings, method);
            double[] x = new double[problem.inputWidth()];
            Arrays.fill(x, 1);
            solver.load(x, new double[0], new double[] {1}, 1);
            set(values);
        }

        void set(Map<String, double[]> values) {
            double[] flat = new double[layout.size()];
            values.forEach((name, part) ->
                    System.arraycopy(part, 0, flat, layout.entry(name).offset(), part.length));
            parameters.set(flat);
        }

        double[] gradient() {
            double[] gradient = new double[layout.size()];
            solver.addGradient(gradient);
            return gradient;
        }
    }

    static Stream<StepRule> tenSteps() {
        return Stream.of(new StepRule.Size(0.1), new StepRule.Count(10));
    }

    @ParameterizedTest
    @MethodSource("tenSteps")
    void eulerCompoundsInterest(StepRule rule) {
        SolverSettings settings = new SolverSettings.FixedSteps(Tableaux.EULER, rule);
        One one = new One(growth(), settings, GradientMethod.DISCRETE, Map.of("h", new double[] {1}));
        SolveOutcome outcome = one.solver.differentiate(0, 1);
        assertThat(outcome.cost()).isCloseTo(Math.pow(1.1, 10), within(1e-14));
        assertThat(one.gradient()[0]).isCloseTo(Math.pow(1.1, 10), within(1e-14));
        // Of ten equal steps all carry t_f, of steps of a given length the last one does: 1.1^9 either way.
        assertThat(outcome.terminalTimeGradient()).isCloseTo(Math.pow(1.1, 9), within(1e-14));
        assertThat(outcome.initialTimeGradient()).isCloseTo(-Math.pow(1.1, 9), within(1e-14));
        assertThat(outcome.forwardEvaluations()).isEqualTo(10);
        assertThat(outcome.backwardEvaluations()).isEqualTo(10);
    }

    static Stream<SolverSettings> anyKind() {
        return Stream.of(
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.1)),
                new SolverSettings.FixedSteps(Tableaux.MIDPOINT, new StepRule.Count(3)),
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-6, 1e-6, 100, OptionalDouble.empty()),
                new SolverSettings.Adaptive(Tableaux.HEUN, 1e-6, 1e-6, 100, OptionalDouble.of(0.1)));
    }

    @ParameterizedTest
    @MethodSource("anyKind")
    void noTimeLeavesOnlyTheTerminalTimeItsGradient(SolverSettings settings) {
        double[] matrix = {-0.1, 2, -2, -0.1};
        double[] start = {2, 0.5};
        for (GradientMethod method : GradientMethod.values()) {
            One one = new One(spiral(), settings, method, Map.of("h", start, "A", matrix));
            SolveOutcome outcome = one.solver.differentiate(0.3, 0.3);
            double[] gradient = one.gradient();
            int offset = one.layout.entry("A").offset();
            for (int i = 0; i < matrix.length; i++) {
                assertThat(gradient[offset + i]).as("by A, %s", method).isZero();
            }
            assertThat(outcome.cost()).isEqualTo(start[0] + start[1]);
            // Φ_z · f(z0) with Φ_z = (1, 1): the sum over columns of y³ A.
            double expected =
                    Math.pow(start[0], 3) * (matrix[0] + matrix[1]) + Math.pow(start[1], 3) * (matrix[2] + matrix[3]);
            assertThat(outcome.terminalTimeGradient()).as("by t_f, %s", method).isCloseTo(expected, within(1e-12));
            assertThat(outcome.initialTimeGradient()).as("by t0, %s", method).isCloseTo(-expected, within(1e-12));
        }
    }

    @ParameterizedTest
    @EnumSource(GradientMethod.class)
    void theSpiralOfTorchdiffeq(GradientMethod method) {
        double[] matrix = {-0.1, 2, -2, -0.1};
        double[] start = {2, 0};
        SolverSettings settings =
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-10, 1e-10, 20_000, OptionalDouble.empty());
        One one = new One(spiral(), settings, method, Map.of("h", start, "A", matrix));
        SolveOutcome outcome = one.solver.differentiate(0, 25);
        assertThat(outcome.failure()).isEmpty();
        double[] gradient = one.gradient();
        double h = 1e-4;
        for (int i = 0; i < gradient.length; i++) {
            double[] slopes = new double[4];
            int[] moves = {-2, -1, 1, 2};
            for (int j = 0; j < moves.length; j++) {
                double[] flat = new double[gradient.length];
                System.arraycopy(start, 0, flat, one.layout.entry("h").offset(), 2);
                System.arraycopy(matrix, 0, flat, one.layout.entry("A").offset(), 4);
                flat[i] += moves[j] * h;
                one.parameters.set(flat);
                slopes[j] = one.solver.evaluate(0, 25).cost();
            }
            double expected = (8 * (slopes[2] - slopes[1]) - (slopes[3] - slopes[0])) / (12 * h);
            assertThat(gradient[i])
                    .as("derivative %s", i)
                    .isCloseTo(expected, within(2e-6 * Math.max(1, Math.abs(expected))));
        }
    }

    @Test
    void gradientsGatherUntilCleared() {
        SolverSettings settings = new SolverSettings.FixedSteps(Tableaux.EULER, new StepRule.Count(10));
        One one = new One(growth(), settings, GradientMethod.DISCRETE, Map.of("h", new double[] {1}));
        one.solver.differentiate(0, 1);
        one.solver.differentiate(0, 1);
        assertThat(one.gradient()[0]).isCloseTo(2 * Math.pow(1.1, 10), within(1e-13));
        one.solver.clearGradient();
        assertThat(one.gradient()[0]).isZero();
    }
}
