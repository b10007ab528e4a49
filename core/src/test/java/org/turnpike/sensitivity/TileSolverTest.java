package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Field;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.solver.SolveFailure;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

class TileSolverTest {

    private static final int SAMPLES = 5;
    private static final SolverSettings RK4 = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.1));
    private static final SolverSettings ADAPTIVE =
            new SolverSettings.Adaptive(Tableaux.TSIT5, 1e-5, 1e-5, 1000, OptionalDouble.empty());

    private static BolzaProblem problem() {
        return new BolzaProblem(
                SmallProblems.affineEncoderWithControl(),
                SmallProblems.controlled(),
                Optional.of(SmallProblems.runningWithEverything()),
                SmallProblems.squaredError());
    }

    private static TileSolver solver(
            BolzaProblem problem, SolverSettings settings, GradientMethod method, int tileRows) {
        ReferenceBackend backend = new ReferenceBackend(tileRows);
        Parameters parameters = backend.newParameters(problem.layout());
        parameters.set(new Random(5).doubles(problem.layout().size(), -1, 1).toArray());
        return new TileSolver(backend, parameters, problem, settings, method);
    }

    /** Samples {@code first} to {@code first + rows} of five, in a tile that has NaN where there is no sample. */
    private static void load(TileSolver solver, int first, int rows) {
        int lanes = solver.tileRows();
        double[] x = new double[2 * lanes];
        double[] target = new double[2 * lanes];
        double[] weight = new double[lanes];
        Arrays.fill(x, Double.NaN);
        Arrays.fill(target, Double.NaN);
        Arrays.fill(weight, Double.NaN);
        for (int lane = 0; lane < rows; lane++) {
            Random random = new Random(100 + first + lane);
            weight[lane] = 1 + first + lane;
            for (int row = 0; row < 2; row++) {
                // The further, the larger, so that adaptive steps differ.
                x[row * lanes + lane] = (1 + 2 * (first + lane)) * random.nextGaussian();
                target[row * lanes + lane] = random.nextDouble();
            }
        }
        solver.load(x, target, weight, rows);
    }

    @ParameterizedTest
    @EnumSource(GradientMethod.class)
    void aBatchIsTheSumOfItsSamples(GradientMethod method) {
        for (SolverSettings settings : new SolverSettings[] {RK4, ADAPTIVE}) {
            TileSolver together = solver(problem(), settings, method, 8);
            load(together, 0, SAMPLES);
            SolveOutcome all = together.differentiate(0, 1);
            double[] gradient = new double[problem().layout().size()];
            together.addGradient(gradient);

            double[] sum = new double[gradient.length];
            double cost = 0;
            double byTerminalTime = 0;
            double byInitialTime = 0;
            double forward = 0;
            double backward = 0;
            TileSolver alone = solver(problem(), settings, method, 1);
            for (int i = 0; i < SAMPLES; i++) {
                load(alone, i, 1);
                SolveOutcome one = alone.differentiate(0, 1);
                assertThat(alone.cost(0)).as("cost of sample %s", i).isEqualTo(together.cost(i));
                assertThat(alone.prediction(1, 0)).isEqualTo(together.prediction(1, i));
                cost += one.cost();
                byTerminalTime += one.terminalTimeGradient();
                byInitialTime += one.initialTimeGradient();
                forward += one.forwardEvaluations() / SAMPLES;
                backward += one.backwardEvaluations() / SAMPLES;
            }
            alone.addGradient(sum);
            for (int i = 0; i < sum.length; i++) {
                assertThat(gradient[i]).as("derivative %s, %s", i, settings).isCloseTo(sum[i], relative(sum[i]));
            }
            assertThat(all.cost()).isEqualTo(cost);
            assertThat(all.terminalTimeGradient()).isCloseTo(byTerminalTime, relative(byTerminalTime));
            assertThat(all.initialTimeGradient()).isCloseTo(byInitialTime, relative(byInitialTime));
            assertThat(all.forwardEvaluations()).isCloseTo(forward, within(1e-9));
            assertThat(all.backwardEvaluations()).isCloseTo(backward, within(1e-9));
        }
    }

    @Test
    void evaluationGivesTheSameCostAsDifferentiation() {
        TileSolver solver = solver(problem(), ADAPTIVE, GradientMethod.DISCRETE, 8);
        load(solver, 0, SAMPLES);
        SolveOutcome evaluated = solver.evaluate(0, 1);
        double cost = solver.cost(3);
        SolveOutcome differentiated = solver.differentiate(0, 1);
        assertThat(differentiated.cost()).isEqualTo(evaluated.cost());
        assertThat(solver.cost(3)).isEqualTo(cost);
        assertThat(evaluated.terminalTimeGradient()).isZero();
        assertThat(evaluated.backwardEvaluations()).isZero();
        double[] none = new double[problem().layout().size()];
        solver.clearGradient();
        solver.evaluate(0, 1);
        solver.addGradient(none);
        assertThat(none).containsOnly(0);
    }

    @Test
    void costIsTerminalPlusRunning() {
        // ż = 1 from x, L = 2, Φ = z: after t the cost is x + t + 2t.
        ProgramBuilder field = new ProgramBuilder();
        field.output("dz", field.constant(1, 1));
        ProgramBuilder running = new ProgramBuilder();
        running.output("cost", running.constant(2, 1));
        ProgramBuilder terminal = new ProgramBuilder();
        Value z = terminal.input("z", 1);
        terminal.output("cost", z).output("prediction", terminal.negate(z));
        ProgramBuilder encoder = new ProgramBuilder();
        encoder.output("z0", encoder.input("x", 1));
        BolzaProblem problem = new BolzaProblem(
                encoder.build(), new Field(field.build()), Optional.of(running.build()), terminal.build());
        for (GradientMethod method : GradientMethod.values()) {
            for (SolverSettings settings : new SolverSettings[] {RK4, ADAPTIVE}) {
                TileSolver solver = solver(problem, settings, method, 2);
                solver.load(new double[] {5, 7}, new double[0], new double[] {1, 10}, 2);
                assertThat(solver.evaluate(1, 3).cost()).isCloseTo(11 + 130, within(1e-12));
                assertThat(solver.state(0, 1)).isCloseTo(9, within(1e-14));
                SolveOutcome outcome = solver.differentiate(1, 3);
                assertThat(outcome.cost()).isCloseTo(11 + 130, within(1e-12));
                assertThat(solver.prediction(0, 0)).isCloseTo(-7, within(1e-14));
                assertThat(outcome.terminalTimeGradient()).isCloseTo(33, within(1e-12));
                assertThat(outcome.initialTimeGradient()).isCloseTo(-33, within(1e-12));
            }
        }
    }

    @Test
    void singlePrecisionTilesAreTheSameNumbers() {
        TileSolver solver = solver(problem(), RK4, GradientMethod.DISCRETE, 2);
        float[] x = {0.5f, 0.25f, -1, 2};
        float[] target = {0, 1, 1, 0};
        for (int rows = 1; rows <= 2; rows++) {
            solver.load(x, target, new float[] {1, 0.5f}, rows);
            double single = solver.evaluate(0, 1).cost();
            solver.load(new double[] {0.5, 0.25, -1, 2}, new double[] {0, 1, 1, 0}, new double[] {1, 0.5}, rows);
            assertThat(solver.evaluate(0, 1).cost()).isEqualTo(single);
        }
    }

    @Test
    void aFailedSolveSaysSo() {
        ProgramBuilder field = new ProgramBuilder();
        field.output("dz", field.square(field.input("z", 2)));
        BolzaProblem problem = new BolzaProblem(
                SmallProblems.identityEncoder(),
                new Field(field.build()),
                Optional.empty(),
                SmallProblems.squaredError());
        for (SolverSettings settings : new SolverSettings[] {RK4, ADAPTIVE}) {
            TileSolver solver = solver(problem, settings, GradientMethod.DISCRETE, 4);
            solver.load(new double[] {-1, 0.5, -1, 9, -1, 0.5, -1, 9}, new double[8], new double[] {1, 1, 1, 1}, 3);
            for (SolveOutcome outcome : new SolveOutcome[] {solver.evaluate(0, 4), solver.differentiate(0, 4)}) {
                SolveFailure failure = outcome.failure().orElseThrow();
                assertThat(failure.lane()).isEqualTo(1);
                assertThat(failure.time()).isBetween(1.9, 2.8);
                assertThat(outcome.cost()).isNaN();
            }
            double[] gradient = new double[problem.layout().size()];
            solver.addGradient(gradient);
            assertThat(gradient).containsOnly(0);
            // The next solve is as if nothing had been.
            assertThat(solver.differentiate(0, 1).failure()).isEmpty();
        }
    }

    @Test
    void anAdjointThatOverflowsIsAFailureToo() {
        // Errors shrink by e^-1000 forwards; backwards those of the terminal state grow until they overflow.
        ProgramBuilder field = new ProgramBuilder();
        Value z = field.input("z", 2);
        Value push = field.broadcast(field.cosine(field.input("t", 1)), 2);
        Value drift = field.add(push, field.scale(0.1, field.square(z)));
        field.output("dz", field.subtract(drift, field.scale(50, z)));
        BolzaProblem problem = new BolzaProblem(
                SmallProblems.identityEncoder(),
                new Field(field.build()),
                Optional.empty(),
                SmallProblems.squaredError());
        SolverSettings settings = new SolverSettings.FixedSteps(Tableaux.EULER, new StepRule.Size(0.01));
        TileSolver solver = solver(problem, settings, GradientMethod.BACKSOLVE, 1);
        solver.load(new double[] {1.9, 1.9}, new double[2], new double[] {1}, 1);
        SolveOutcome outcome = solver.differentiate(0, 20);
        SolveFailure failure = outcome.failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(SolveFailure.Kind.NON_FINITE);
        assertThat(failure.message()).contains("its adjoint is not finite").contains("use discrete instead");
    }

    @Test
    void tilesThatDoNotFitAreRefused() {
        TileSolver solver = solver(problem(), RK4, GradientMethod.DISCRETE, 2);
        assertThatThrownBy(() -> solver.evaluate(0, 1)).hasMessage("Nothing to solve: call load first");
        double[] four = new double[4];
        double[] two = new double[2];
        assertThatThrownBy(() -> solver.load(four, four, two, 3)).hasMessage("Expected 1 to 2 samples, found 3");
        assertThatThrownBy(() -> solver.load(two, four, two, 2)).hasMessage("Expected 4 inputs for a tile, found 2");
        assertThatThrownBy(() -> solver.load(four, two, two, 2)).hasMessage("Expected 4 targets for a tile, found 2");
        assertThatThrownBy(() -> solver.load(four, four, four, 2)).hasMessage("Expected 2 weights for a tile, found 4");
    }

    @Test
    void problemsThatDoNotFitAreRefused() {
        Program encoder = SmallProblems.identityEncoder();
        Program cost = SmallProblems.squaredError();
        assertThatThrownBy(() -> new BolzaProblem(cost, SmallProblems.autonomous(), Optional.empty(), cost))
                .hasMessageContaining("The encoder may take [x], found input 'z'");
        ProgramBuilder wide = new ProgramBuilder();
        wide.output("z0", wide.input("x", 3));
        assertThatThrownBy(() -> new BolzaProblem(wide.build(), SmallProblems.autonomous(), Optional.empty(), cost))
                .hasMessage("The encoder's z0 must have width 2 as the field's state has, found 3");
        ProgramBuilder three = new ProgramBuilder();
        three.output("z0", three.slice(three.input("x", 3), 0, 2));
        assertThatThrownBy(() -> new BolzaProblem(three.build(), SmallProblems.controlled(), Optional.empty(), cost))
                .hasMessageContaining("'u' must have one width")
                .hasMessageContaining("found [2, 3]");
        assertThatThrownBy(() -> new BolzaProblem(encoder, SmallProblems.autonomous(), Optional.empty(), encoder))
                .hasMessageContaining("The terminal cost may take [target, u, z], found input 'x'");
    }

    private static Offset<Double> relative(double value) {
        return within(1e-12 * Math.max(1, Math.abs(value)));
    }
}
