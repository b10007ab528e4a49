package org.turnpike.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Diffusion;
import org.turnpike.field.StableField;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** Stochastic methods on the double well ε = (z² − 1)². */
class StochasticMethodTest {

    private static final BrownianPath PATH = new BrownianPath(11, 0);

    /** Against steps 64 times shorter, along the same paths: halving the step halves the error of a path, at least. */
    @ParameterizedTest
    @EnumSource
    void convergesAlongPathsWithOrderOne(StochasticMethod method) {
        int paths = 200;
        int fine = 2048;
        double[] exact = ends(paths, StochasticMethod.HEUN, fine, PATH);
        double[] errors = new double[3];
        for (int i = 0; i < 3; i++) {
            int steps = 32 << i;
            double[] ends = ends(paths, method, steps, coarsened(fine / steps));
            for (int path = 0; path < paths; path++) {
                errors[i] += Math.abs(ends[path] - exact[path]) / paths;
            }
        }
        assertThat(Math.log(errors[0] / errors[2]) / Math.log(4))
                .as("errors %s", Arrays.toString(errors))
                .isBetween(0.9, 1.6);
    }

    /** SNF Eq. 7: the stationary density is {@code κ e^{−βε}}; here β = 2. */
    @ParameterizedTest
    @EnumSource
    void itsHistogramTendsToBoltzmanns(StochasticMethod method) {
        int samples = 20_000;
        Solve solve = new Solve(well(), samples, 2, method, new StepRule.Size(0.01), new BrownianPath(23, 0));
        solve.from(lane -> lane % 2 == 0 ? 1 : -1);
        assertThat(solve.to(3).failure()).isEmpty();
        int bins = 16;
        double[] found = new double[bins];
        for (int lane = 0; lane < samples; lane++) {
            int bin = (int) Math.floor((solve.end(lane) + 2) / 4 * bins);
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

    /** With σ near 0 it is the Runge–Kutta method that it claims to be. */
    @ParameterizedTest
    @EnumSource
    void withoutNoiseItIsARungeKuttaMethod(StochasticMethod method) {
        Solve shaken = new Solve(well(), 4, 1e30, method, new StepRule.Count(9), PATH);
        shaken.from(lane -> 0.4 * lane);
        shaken.to(0.7);
        ReferenceBackend backend = new ReferenceBackend(4);
        TrajectorySolver plain = new TrajectorySolver(
                backend,
                backend.newParameters(new ParameterLayout.Builder().build()),
                StableField.descending(well()),
                new SolverSettings.Stochastic(method, new StepRule.Count(9), 1));
        double[][] starts = {{0}, {0.4}, {0.8}, {1.2}};
        for (int lane = 0; lane < 4; lane++) {
            double expected = plain.solve(starts, new double[] {0, 0.7}).state(lane, 1)[0];
            assertThat(shaken.end(lane)).isCloseTo(expected, within(1e-13));
        }
    }

    @Test
    void thereIsNoWayBack() {
        Solve solve = new Solve(well(), 4, 2, StochasticMethod.HEUN, new StepRule.Count(3), PATH);
        for (double end : new double[] {0, -1}) {
            assertThatThrownBy(() -> solve.to(end))
                    .hasMessage("A stochastic flow runs forward: expected a terminal time above 0.0, found " + end
                            + ". Swap them; there is no reversed solve.");
        }
    }

    @Test
    void namesThePathThatDiverged() {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", 1);
        Program explosive = builder.output("energy", builder.negate(builder.exponential(builder.square(z))))
                .build();
        Solve solve = new Solve(explosive, 4, 1e6, StochasticMethod.HEUN, new StepRule.Count(4), PATH);
        solve.from(lane -> lane == 1 ? 6 : 0);
        assertThat(solve.to(0.1).failure()).hasValueSatisfying(failure -> {
            assertThat(failure.lane()).isEqualTo(1);
            assertThat(failure.message()).contains("in step 1 of 4").contains("a larger β");
        });
    }

    @Test
    void theNoiseMustBeAdditive() {
        ProgramBuilder builder = new ProgramBuilder();
        Program multiplicative = builder.output("sigma", builder.input("z", 1)).build();
        assertThatThrownBy(() -> Diffusion.check(multiplicative))
                .hasMessage("The noise must be additive: expected a diffusion of parameters only, found the inputs [z]."
                        + " Leave them out.");
    }

    /** The path of {@link #PATH} on a grid with steps {@code share} times as long. */
    private static Noise coarsened(int share) {
        return (row, step, into) -> {
            double[] part = new double[into.length];
            Arrays.fill(into, 0);
            for (int j = step * share; j < (step + 1) * share; j++) {
                PATH.draw(row, j, part);
                for (int k = 0; k < into.length; k++) {
                    into[k] += part[k] / Math.sqrt(share);
                }
            }
        };
    }

    private static double[] ends(int paths, StochasticMethod method, int steps, Noise noise) {
        Solve solve = new Solve(well(), paths, 4, method, new StepRule.Count(steps), noise);
        solve.from(lane -> -0.8 + 1.6 * lane / paths);
        assertThat(solve.to(0.5).failure()).isEmpty();
        double[] ends = new double[paths];
        Arrays.setAll(ends, solve::end);
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

    /** {@code (z² − 1)²}. */
    private static Program well() {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", 1);
        Value well = builder.square(builder.subtract(builder.square(z), builder.constant(1, 1)));
        return builder.output("energy", well).build();
    }

    /** One tile in double precision, of one number each, that goes down an energy along its paths. */
    private static final class Solve {
        private final Workspace workspace;
        private final Buffer state;
        private final Integrator integrator;

        Solve(Program energy, int samples, double beta, StochasticMethod method, StepRule rule, Noise noise) {
            ReferenceBackend backend = new ReferenceBackend(samples);
            Program drift = StableField.descending(energy).program();
            Parameters parameters = backend.newParameters(
                    new ParameterLayout.Builder().add(Diffusion.boltzmann()).build());
            parameters.set(new double[] {Math.log(beta)});
            workspace = backend.newWorkspace(parameters);
            state = workspace.allocate(1);
            Buffer numbers = workspace.allocate(1);
            StepNoise steps = new StepNoise(workspace, numbers);
            steps.follow(noise, samples, lane -> lane);
            integrator = Integrators.stochastic(
                    workspace,
                    new SolverSettings.Stochastic(method, rule, 1),
                    method.step(drift, Diffusion.boltzmann(), 1),
                    StepBuffers.around(state, workspace, Map.of(StochasticMethod.NOISE, numbers)),
                    steps);
        }

        void from(IntToDoubleFunction starts) {
            for (int lane = 0; lane < workspace.tileRows(); lane++) {
                workspace.write(state, 0, lane, starts.applyAsDouble(lane));
            }
        }

        Integration to(double time) {
            return integrator.integrate(0, time, workspace.tileRows(), StepRecorder.NONE);
        }

        double end(int lane) {
            return workspace.read(state, 0, lane);
        }
    }
}
