package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.Energy;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.Field;
import org.turnpike.field.FieldInput;
import org.turnpike.field.StochasticFlow;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.solver.BrownianPath;
import org.turnpike.solver.Noise;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.StochasticMethod;

class PathwiseSolverTest {

    private static final int WIDTH = 3;
    private static final int SAMPLES = 5;
    private static final long[] ROWS = {17, 3, 4_000_000_000L, 0, 8};
    private static final BrownianPath PATH = new BrownianPath(11);

    /** By all parameters (β's among them), the initial states and t_f, to 1e-6. */
    @TestFactory
    Stream<DynamicTest> gradientsAgreeWithFiniteDifferences() {
        return Stream.of(StochasticMethod.values())
                .flatMap(method -> Stream.of(new StepRule.Count(7), new StepRule.Size(0.09))
                        .flatMap(rule -> Stream.of(controlled(), timeDependent())
                                .map(flow -> DynamicTest.dynamicTest(
                                        method + ", " + rule + ", control "
                                                + flow.drift().controlWidth(),
                                        () -> assertGradient(flow, method, rule)))));
    }

    @ParameterizedTest
    @EnumSource
    void aSampleIsTheSameToTheLastBitInAnyTileAndOnTheVectorBackend(StochasticMethod method) {
        for (Backend backend : List.of(new ReferenceBackend(4), VectorBackend.create())) {
            Tile alone = new Tile(backend, controlled(), method, new StepRule.Count(20), PATH);
            Tile together = new Tile(backend, controlled(), method, new StepRule.Count(20), PATH);
            int[] chosen = {4, 1, 3};
            together.load(chosen);
            together.recordAndDifferentiate(0.9);
            for (int lane = 0; lane < chosen.length; lane++) {
                alone.load(chosen[lane]);
                alone.recordAndDifferentiate(0.9);
                for (int row = 0; row < WIDTH; row++) {
                    assertThat(alone.terminalStates[row]).isEqualTo(together.terminalStates[lane * WIDTH + row]);
                    assertThat(alone.solver.adjoint(row, 0)).isEqualTo(together.solver.adjoint(row, lane));
                }
                assertThat(alone.solver.terminalTimeGradient(0)).isEqualTo(together.solver.terminalTimeGradient(lane));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theVectorBackendAgreesWithTheReference(StochasticMethod method) {
        int[] all = {0, 1, 2, 3, 4};
        double[][] gradients = Stream.of(new ReferenceBackend(SAMPLES), VectorBackend.create())
                .map(backend -> {
                    Tile tile = new Tile(backend, controlled(), method, new StepRule.Count(20), PATH);
                    tile.load(all);
                    return tile.recordAndDifferentiate(0.9);
                })
                .toArray(double[][]::new);
        for (int i = 0; i < gradients[0].length; i++) {
            assertThat(gradients[1][i]).isCloseTo(gradients[0][i], within(1e-3 * (1 + Math.abs(gradients[0][i]))));
        }
    }

    /** Against steps 64 times shorter, along the same paths: halving the step halves the error of a path, at least. */
    @ParameterizedTest
    @EnumSource
    void convergesAlongPathsWithOrderOne(StochasticMethod method) {
        int paths = 200;
        int fine = 2048;
        double[] exact = doubleWells(paths, StochasticMethod.HEUN, fine, PATH);
        double[] errors = new double[3];
        for (int i = 0; i < 3; i++) {
            int steps = 32 << i;
            int share = fine / steps;
            Noise coarse = (row, step, into) -> {
                double[] part = new double[into.length];
                Arrays.fill(into, 0);
                for (int j = step * share; j < (step + 1) * share; j++) {
                    PATH.draw(row, j, part);
                    for (int k = 0; k < into.length; k++) {
                        into[k] += part[k] / Math.sqrt(share);
                    }
                }
            };
            double[] ends = doubleWells(paths, method, steps, coarse);
            for (int path = 0; path < paths; path++) {
                errors[i] += Math.abs(ends[path] - exact[path]) / paths;
            }
        }
        assertThat(Math.log(errors[0] / errors[2]) / Math.log(4))
                .as("errors %s", Arrays.toString(errors))
                .isBetween(0.9, 1.6);
    }

    /** SNF Eq. 7: the stationary density is {@code κ e^{−βε}}; here ε = (z² − 1)² and β = 2. */
    @ParameterizedTest
    @EnumSource
    void itsHistogramTendsToBoltzmanns(StochasticMethod method) {
        int samples = 20_000;
        StochasticFlow flow = StochasticFlow.descending(doubleWell());
        Backend backend = new ReferenceBackend(samples);
        PathwiseSolver solver = new PathwiseSolver(
                backend, beta(backend, flow, 2), flow, method, new StepRule.Size(0.01), new BrownianPath(23));
        double[][] states = new double[samples][1];
        Arrays.setAll(states, i -> new double[] {i % 2 == 0 ? 1 : -1});
        solver.load(states, new double[0][], LongStream.range(0, samples).toArray());
        assertThat(solver.evaluate(0, 3)).isEmpty();
        int bins = 16;
        double[] found = new double[bins];
        for (int lane = 0; lane < samples; lane++) {
            int bin = (int) Math.floor((solver.state(0, lane) + 2) / 4 * bins);
            if (bin >= 0 && bin < bins) {
                found[bin] += 1.0 / samples;
            }
        }
        double[] expected = boltzmann(bins, 2);
        for (int bin = 0; bin < bins; bin++) {
            double error = Math.sqrt(expected[bin] * (1 - expected[bin]) / samples);
            // Beside the statistical error that of the steps: a hundredth of the density, of Euler's method five.
            double ofSteps = (method == StochasticMethod.HEUN ? 0.01 : 0.05) * expected[bin];
            assertThat(found[bin]).as("bin %s", bin).isCloseTo(expected[bin], within(4 * error + ofSteps + 1e-4));
        }
    }

    @Test
    void refusesWhatItCannotSolve() {
        Tile tile = new Tile(new ReferenceBackend(4), controlled(), StochasticMethod.HEUN, new StepRule.Count(3), PATH);
        assertThatThrownBy(() -> tile.solver.evaluate(0, 1))
                .hasMessageStartingWith("Nothing to solve: call load before");
        tile.load(0, 1);
        assertThatThrownBy(() -> tile.solver.evaluate(1, 1))
                .hasMessage("A stochastic flow runs forward: expected a terminal time above 1.0, found 1.0. Swap them;"
                        + " there is no reversed solve.");
        assertThat(tile.solver.evaluate(0, 1)).isEmpty();
        assertThatThrownBy(() -> tile.solver.evaluate(1, 2)).hasMessageContaining("would draw the same noise again");
        assertThatThrownBy(() -> tile.solver.differentiate(new double[2][WIDTH]))
                .hasMessage("Nothing to differentiate: call record first, and see that it succeeds");
        assertThatThrownBy(() -> tile.solver.load(new double[5][WIDTH], new double[5][2], new long[5]))
                .hasMessage("Expected 1 to 4 states, a row number for each, and a control for each; found 5, 5 and 5");
    }

    @Test
    void namesThePathThatDiverged() {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", 1);
        Field explosive = new Field(
                builder.output("dz", builder.exponential(builder.square(z))).build());
        StochasticFlow flow = new StochasticFlow(
                explosive, StochasticFlow.descending(doubleWell()).diffusion());
        Backend backend = new ReferenceBackend(4);
        PathwiseSolver solver = new PathwiseSolver(
                backend, beta(backend, flow, 1e6), flow, StochasticMethod.HEUN, new StepRule.Count(4), PATH);
        // From 0 the solution lasts longer than until 0.1.
        solver.load(new double[][] {{0}, {6}}, new double[0][], new long[] {1, 2});
        assertThat(solver.record(0, 0.1)).hasValueSatisfying(failure -> {
            assertThat(failure.lane()).isEqualTo(1);
            assertThat(failure.message()).contains("in step 1 of 4").contains("a larger β");
        });
    }

    @Test
    void theNoiseMustBeAdditive() {
        ProgramBuilder builder = new ProgramBuilder();
        Program multiplicative = builder.output("sigma", builder.input("z", 1)).build();
        Field drift = controlled().drift();
        assertThatThrownBy(() -> new StochasticFlow(drift, multiplicative))
                .hasMessage("The noise must be additive: expected a diffusion of parameters only, found the inputs [z]."
                        + " Leave them out.");
    }

    private static void assertGradient(StochasticFlow flow, StochasticMethod method, StepRule rule) {
        Tile tile = new Tile(new ReferenceBackend(SAMPLES + 2), flow, method, rule, PATH);
        int[] all = {0, 1, 2, 3, 4};
        tile.load(all);
        double[] gradient = tile.recordAndDifferentiate(0.87);
        for (int i = 0; i < gradient.length; i++) {
            double h = 1e-3;
            double slope = (8 * (tile.cost(i, h) - tile.cost(i, -h)) - (tile.cost(i, 2 * h) - tile.cost(i, -2 * h)))
                    / (12 * h);
            assertThat(gradient[i]).as("derivative %s", i).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
        }
    }

    private static double[] doubleWells(int paths, StochasticMethod method, int steps, Noise noise) {
        StochasticFlow flow = StochasticFlow.descending(doubleWell());
        Backend backend = new ReferenceBackend(paths);
        PathwiseSolver solver =
                new PathwiseSolver(backend, beta(backend, flow, 4), flow, method, new StepRule.Count(steps), noise);
        double[][] states = new double[paths][1];
        Arrays.setAll(states, i -> new double[] {-0.8 + 1.6 * i / paths});
        solver.load(states, new double[0][], LongStream.range(0, paths).toArray());
        assertThat(solver.evaluate(0, 0.5)).isEmpty();
        double[] ends = new double[paths];
        Arrays.setAll(ends, lane -> solver.state(0, lane));
        return ends;
    }

    private static double[] boltzmann(int bins, double beta) {
        double[] density = new double[bins];
        int points = 100;
        double sum = 0;
        for (int i = -10 * points; i < (bins + 10) * points; i++) {
            double z = -2 + 4 * (i + 0.5) / (bins * points);
            double weight = Math.exp(-beta * (z * z - 1) * (z * z - 1));
            sum += weight;
            if (i >= 0 && i < bins * points) {
                density[i / points] += weight;
            }
        }
        double total = sum;
        return Arrays.stream(density).map(weight -> weight / total).toArray();
    }

    private static Parameters beta(Backend backend, StochasticFlow flow, double beta) {
        Parameters parameters = backend.newParameters(layout(flow));
        parameters.set(new double[] {Math.log(beta)});
        return parameters;
    }

    /** {@code (z² − 1)²}. */
    private static Program doubleWell() {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", 1);
        Value well = builder.square(builder.subtract(builder.square(z), builder.constant(1, 1)));
        return builder.output("energy", well).build();
    }

    private static StochasticFlow controlled() {
        return StochasticFlow.descending(
                new Energy(List.of(4), Activation.TANH, EnergyFloor.SQUARE, Set.of(FieldInput.DATA)).program(WIDTH, 2));
    }

    private static StochasticFlow timeDependent() {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.linear(builder.parameter("field", WIDTH, WIDTH), builder.input("z", WIDTH));
        Value t = builder.input("t", 1);
        Value dz = builder.scaleRows(builder.sine(builder.scale(3, t)), builder.tanh(z));
        return new StochasticFlow(
                new Field(builder.output("dz", dz).build()), controlled().diffusion());
    }

    private static ParameterLayout layout(StochasticFlow flow) {
        return new ParameterLayout.Builder()
                .add(flow.drift().program())
                .add(flow.diffusion())
                .build();
    }

    /** Random weights and samples; the cost is a random linear function of the terminal states. */
    private static final class Tile {
        private final PathwiseSolver solver;
        private final Parameters parameters;
        private final double[] weights;
        private final double[][] states = new double[SAMPLES][WIDTH];
        private final double[][] controls;
        private final double[][] slopes = new double[SAMPLES][WIDTH];
        private int[] chosen = {};
        private double terminalTime;
        private double[] terminalStates = {};

        Tile(Backend backend, StochasticFlow flow, StochasticMethod method, StepRule rule, Noise noise) {
            Random random = new Random(31);
            parameters = backend.newParameters(layout(flow));
            weights = random.doubles(parameters.layout().size(), -1, 1).toArray();
            parameters.set(weights);
            controls = new double[SAMPLES][flow.drift().controlWidth()];
            for (double[][] numbers : List.of(states, controls, slopes)) {
                for (double[] sample : numbers) {
                    Arrays.setAll(sample, i -> 2 * random.nextDouble() - 1);
                }
            }
            solver = new PathwiseSolver(backend, parameters, flow, method, rule, noise);
        }

        void load(int... samples) {
            chosen = samples.clone();
            solver.load(
                    Arrays.stream(chosen).mapToObj(i -> states[i]).toArray(double[][]::new),
                    controls[0].length == 0
                            ? new double[0][]
                            : Arrays.stream(chosen).mapToObj(i -> controls[i]).toArray(double[][]::new),
                    Arrays.stream(chosen).mapToLong(i -> ROWS[i]).toArray());
        }

        /** By all parameters, all initial states, and t_f. */
        double[] recordAndDifferentiate(double until) {
            terminalTime = until;
            assertThat(solver.record(0.2, until)).isEmpty();
            solver.clearGradient();
            terminalStates = new double[chosen.length * WIDTH];
            Arrays.setAll(terminalStates, i -> solver.state(i % WIDTH, i / WIDTH));
            solver.differentiate(Arrays.stream(chosen).mapToObj(i -> slopes[i]).toArray(double[][]::new));
            double[] sum = new double[weights.length];
            solver.addGradient(sum);
            double[] all = Arrays.copyOf(sum, weights.length + chosen.length * WIDTH + 1);
            for (int lane = 0; lane < chosen.length; lane++) {
                for (int row = 0; row < WIDTH; row++) {
                    all[weights.length + lane * WIDTH + row] = solver.adjoint(row, lane);
                }
                all[all.length - 1] += solver.terminalTimeGradient(lane);
            }
            return all;
        }

        /** The cost with number {@code index} of the gradient's variables moved. */
        double cost(int index, double by) {
            double[] moved = weights.clone();
            double until = terminalTime;
            int state = index - weights.length;
            double[] sample = new double[0];
            if (state < 0) {
                moved[index] += by;
            } else if (state < SAMPLES * WIDTH) {
                sample = states[state / WIDTH];
                sample[state % WIDTH] += by;
            } else {
                until += by;
            }
            parameters.set(moved);
            load(chosen);
            assertThat(solver.evaluate(0.2, until)).isEmpty();
            if (sample.length > 0) {
                sample[state % WIDTH] -= by;
            }
            double cost = 0;
            for (int lane = 0; lane < chosen.length; lane++) {
                for (int row = 0; row < WIDTH; row++) {
                    cost += slopes[chosen[lane]][row] * solver.state(row, lane);
                }
            }
            return cost;
        }
    }
}
