package org.turnpike.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Dissipative;
import org.turnpike.field.DissipativeDesign;
import org.turnpike.field.Field;
import org.turnpike.program.ParameterLayout;

/** The energy of a dissipative flow along whole solutions, on random weights: it never rises by more than 1e-6 of what it
 * was at the start. */
class DissipationTest {

    private static final int SAMPLES = 40;
    private static final int SEEDS = 4;
    private static final double LARGEST_RISE = 1e-6;
    private static final double[] TIMES =
            IntStream.rangeClosed(0, 40).mapToDouble(i -> i * 0.05).toArray();

    @TestFactory
    Stream<DynamicTest> inDoublePrecision() {
        SolverSettings adaptive =
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-8, 1e-8, 10_000, OptionalDouble.empty());
        return tests(new ReferenceBackend(SAMPLES), 0, rk4(), adaptive);
    }

    @TestFactory
    Stream<DynamicTest> inSinglePrecision() {
        SolverSettings adaptive =
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-6, 1e-6, 10_000, OptionalDouble.empty());
        // Rounding moves a state by 6e-8 of its size, and so an energy near its floor of 0 by more than 1e-6 of itself.
        return tests(VectorBackend.create(), 0.1, rk4(), adaptive);
    }

    private static SolverSettings rk4() {
        return new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.01));
    }

    private static Stream<DynamicTest> tests(Backend backend, double smallestScale, SolverSettings... settings) {
        return Dissipative.designs()
                .flatMap(design -> Arrays.stream(settings)
                        .map(solver -> DynamicTest.dynamicTest(
                                design + ", " + solver,
                                () -> assertDissipates(backend, smallestScale, solver, design))));
    }

    private static void assertDissipates(
            Backend backend, double smallestScale, SolverSettings settings, DissipativeDesign design) {
        Field field = design.field(Dissipative.STATE, Dissipative.DATA);
        ParameterLayout layout =
                new ParameterLayout.Builder().add(field.program()).build();
        Parameters parameters = backend.newParameters(layout);
        TrajectorySolver solver = new TrajectorySolver(backend, parameters, field, settings);
        ProgramRunner energyAt = new ProgramRunner(
                new ReferenceBackend(SAMPLES * TIMES.length), design.energy(Dissipative.STATE, Dissipative.DATA));
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            double[] weights = new double[layout.size()];
            Arrays.setAll(weights, i -> 2 * random.nextFloat() - 1);
            parameters.set(weights);
            double[][] states = points(random, Dissipative.STATE);
            double[][] controls = points(random, field.controlWidth());
            Trajectory solved = solver.solve(states, controls, TIMES);
            assertThat(solved.failure()).as("seed %s", seed).isEmpty();
            double[] energy =
                    energyAt.run(arguments(layout, weights, solved, controls)).get("energy");
            for (int sample = 0; sample < SAMPLES; sample++) {
                double scale = Math.max(energy[lane(sample, 0)], smallestScale);
                for (int time = 1; time < TIMES.length; time++) {
                    double rise = energy[lane(sample, time)] - energy[lane(sample, time - 1)];
                    assertThat(rise / scale)
                            .as("seed %s, sample %s, t = %s", seed, sample, TIMES[time])
                            .isLessThanOrEqualTo(LARGEST_RISE);
                }
            }
        }
    }

    /** What the energy takes: a lane for each sample at each time. */
    private static Map<String, double[]> arguments(
            ParameterLayout layout, double[] weights, Trajectory solved, double[][] controls) {
        int lanes = SAMPLES * TIMES.length;
        Map<String, double[]> arguments = new HashMap<>();
        layout.entries()
                .forEach((name, entry) -> arguments.put(
                        name,
                        Arrays.copyOfRange(
                                weights,
                                entry.offset(),
                                entry.offset() + entry.shape().size())));
        double[] z = new double[Dissipative.STATE * lanes];
        double[] u = new double[Dissipative.DATA * lanes];
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (int time = 0; time < TIMES.length; time++) {
                for (int row = 0; row < Dissipative.STATE; row++) {
                    z[row * lanes + lane(sample, time)] = solved.state(sample, time)[row];
                }
                for (int row = 0; row < controls[sample].length; row++) {
                    u[row * lanes + lane(sample, time)] = controls[sample][row];
                }
            }
        }
        arguments.put("z", z);
        arguments.put("u", u);
        return arguments;
    }

    private static int lane(int sample, int time) {
        return sample * TIMES.length + time;
    }

    private static double[][] points(Random random, int width) {
        double[][] points = new double[SAMPLES][width];
        for (double[] point : points) {
            Arrays.setAll(point, i -> 4 * random.nextFloat() - 2);
        }
        return points;
    }
}
