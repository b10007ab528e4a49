package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Field;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

class KroneckerFactorsTest {

    private static final SolverSettings STEPS = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.02));
    private static final double T0 = 0.2;
    private static final double TF = 0.9;

    /**
     * Where neither x nor g changes along the way, and there is one sample, {@code A ⊗ B} is the Gauss–Newton matrix itself:
     * the outer product of the gradient, which finite differences give.
     */
    @ParameterizedTest
    @EnumSource(names = {"BACKSOLVE", "INTERPOLATED"})
    void areTheGaussNewtonMatrixOfOneSampleAtRest(GradientMethod method) {
        ProgramBuilder p = new ProgramBuilder();
        Field field = new Field(p.output("dz", p.affine(p.parameter("W", 2, 2), p.parameter("b", 2), p.input("u", 2)))
                .build());
        BolzaProblem problem = new BolzaProblem(
                SmallProblems.identityEncoder(), field, Optional.empty(), SmallProblems.squaredError());
        Gathered gathered = new Gathered(problem, method, 1);
        double[] gradient = gathered.differences();
        double[] a = gathered.sum("input factor of W");
        double[] b = gathered.sum("output factor of W");
        int weights = gathered.layout.entry("W").offset();
        int bias = gathered.layout.entry("b").offset();
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 2; k++) {
                    for (int l = 0; l < 3; l++) {
                        double one = gradient[j < 2 ? weights + 2 * i + j : bias + i];
                        double other = gradient[l < 2 ? weights + 2 * k + l : bias + k];
                        assertThat(b[2 * i + k] * a[3 * j + l])
                                .as("entry (%d,%d), (%d,%d)", i, j, k, l)
                                .isCloseTo(one * other, within(1e-7));
                    }
                }
            }
        }
    }

    /** A net of two layers and a read-out, three samples of different weights: integrals by other means. */
    @ParameterizedTest
    @EnumSource(names = {"BACKSOLVE", "INTERPOLATED"})
    void areIntegralsOverLayersInputsAndCotangents(GradientMethod method) {
        BolzaProblem problem = new BolzaProblem(
                SmallProblems.affineEncoder(),
                SmallProblems.autonomous(),
                Optional.empty(),
                SmallProblems.squaredError());
        Gathered gathered = new Gathered(problem, method, 3);
        assertThat(gathered.layers).extracting(KroneckerFactors.Layer::weight).containsExactly("Hx", "W1", "W2", "Hy");
        Explicit explicit = new Explicit(gathered);
        for (String factor : List.of(
                "input factor of W1",
                "output factor of W1",
                "input factor of W2",
                "output factor of W2",
                "input factor of Hx",
                "output factor of Hx",
                "input factor of Hy",
                "output factor of Hy")) {
            double[] expected = explicit.factor(factor);
            double[] found = gathered.sum(factor);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i])
                        .as("%s, number %d", factor, i)
                        .isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
            }
        }
    }

    @Test
    void areNotGatheredWhereWeightsAreUsedTwice() {
        BolzaProblem problem = new BolzaProblem(
                SmallProblems.identityEncoder(),
                SmallProblems.gradientFlow(),
                Optional.empty(),
                SmallProblems.squaredError());
        assertThatThrownBy(() -> KroneckerFactors.layers(problem))
                .hasMessageContaining("each applied once in an evaluation")
                .hasMessageContaining("Use an mlp as the field, or a stage of first order.");
    }

    @Test
    void areNotGatheredByTheDiscreteGradient() {
        BolzaProblem problem = new BolzaProblem(
                SmallProblems.identityEncoder(),
                SmallProblems.autonomous(),
                Optional.empty(),
                SmallProblems.squaredError());
        assertThatThrownBy(() -> new Gathered(problem, GradientMethod.DISCRETE, 1))
                .hasMessageContaining("expected the gradient method backsolve or interpolated, found discrete");
    }

    /** A tile that has been solved and differentiated with its factors. */
    private static final class Gathered {
        private static final int LANES = 4;
        final List<KroneckerFactors.Layer> layers;
        final ParameterLayout layout;
        final Parameters parameters;
        final double[] values;
        final double[] x;
        final double[] target;
        final double[] weight;
        final int rows;
        final double[] sums;
        final TileSolver solver;

        Gathered(BolzaProblem problem, GradientMethod method, int rows) {
            Random random = new Random(21);
            this.rows = rows;
            this.layers = KroneckerFactors.layers(problem);
            this.layout = KroneckerFactors.layout(problem.layout(), layers);
            ReferenceBackend backend = new ReferenceBackend(LANES);
            this.parameters = backend.newParameters(layout);
            this.values = random.doubles(layout.size(), -1, 1).toArray();
            parameters.set(values);
            this.x = random.doubles(2 * LANES, -1, 1).toArray();
            this.target = random.doubles(2 * LANES, -1, 1).toArray();
            this.weight = rows == 1
                    ? new double[] {1, 1, 1, 1}
                    : random.doubles(LANES, 0.5, 2).toArray();
            this.solver = new TileSolver(
                    backend, parameters, problem, STEPS, method, Checkpoints.EVERY_STEP, Curvature.KRONECKER_FACTORS);
            solver.load(x, target, weight, rows);
            solver.clearGradient();
            assertThat(solver.differentiate(T0, TF).failure()).isEmpty();
            this.sums = new double[layout.size()];
            solver.addGradient(sums);
        }

        double[] sum(String name) {
            ParameterLayout.Entry entry = layout.entry(name);
            return Arrays.copyOfRange(
                    sums, entry.offset(), entry.offset() + entry.shape().size());
        }

        double value(String name, int index) {
            return values[layout.entry(name).offset() + index];
        }

        double[] differences() {
            double[] gradient = new double[values.length];
            double h = 1e-5;
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = (cost(i, h) - cost(i, -h)) / (2 * h);
            }
            return gradient;
        }

        private double cost(int index, double distance) {
            double[] moved = values.clone();
            moved[index] += distance;
            parameters.set(moved);
            return solver.evaluate(T0, TF).cost();
        }
    }

    /** The same by plain loops: the solution by Runge–Kutta, the adjoint by differences of where solutions end. */
    private static final class Explicit {
        private static final int INTERVALS = 40;
        private final Gathered net;

        Explicit(Gathered net) {
            this.net = net;
        }

        double[] factor(String name) {
            int width = width(name);
            double[] sum = new double[width * width];
            for (int lane = 0; lane < net.rows; lane++) {
                double[] z = encoded(lane);
                for (int i = 0; i <= INTERVALS; i++) {
                    // Simpson's rule along the field; the ends have no integral.
                    double simpson = (i == 0 || i == INTERVALS ? 1 : i % 2 == 0 ? 2 : 4) * (TF - T0) / INTERVALS / 3;
                    double left = (TF - T0) * (INTERVALS - i) / INTERVALS;
                    double share = name.contains("W") ? simpson : isEnd(name, i) ? 1 : 0;
                    if (share > 0) {
                        double[] v = vector(name, lane, z, adjoint(lane, z, left));
                        for (int k = 0; k < sum.length; k++) {
                            sum[k] += net.weight[lane] * share * v[k / width] * v[k % width];
                        }
                    }
                    z = flow(z, (TF - T0) / INTERVALS);
                }
            }
            return sum;
        }

        private static boolean isEnd(String name, int i) {
            return name.contains("Hx") ? i == 0 : i == INTERVALS;
        }

        private int width(String name) {
            return (int) Math.sqrt(net.layout.entry(name).shape().size());
        }

        private double[] vector(String name, int lane, double[] z, double[] p) {
            double[] hidden = hidden(z);
            return switch (name) {
                case "input factor of W1", "input factor of Hy" -> with1(z);
                case "output factor of W1" -> {
                    double[] g = new double[3];
                    for (int i = 0; i < 3; i++) {
                        double back = net.value("W2", i) * p[0] + net.value("W2", 3 + i) * p[1];
                        g[i] = back * (1 - hidden[i] * hidden[i]);
                    }
                    yield g;
                }
                case "input factor of W2" -> with1(hidden);
                case "output factor of W2", "output factor of Hx" -> p;
                case "input factor of Hx" -> with1(new double[] {net.x[lane], net.x[Gathered.LANES + lane]});
                case "output factor of Hy" -> {
                    double[] error = error(lane, z);
                    yield new double[] {2 * error[0], 2 * error[1]};
                }
                default -> throw new IllegalArgumentException(name);
            };
        }

        /** ∂cost/∂z of a sample that is at z with {@code left} to go. */
        private double[] adjoint(int lane, double[] z, double left) {
            double[] p = new double[2];
            double h = 1e-5;
            for (int i = 0; i < 2; i++) {
                double[] after = z.clone();
                double[] before = z.clone();
                after[i] += h;
                before[i] -= h;
                p[i] = (cost(lane, flow(after, left)) - cost(lane, flow(before, left))) / (2 * h);
            }
            return p;
        }

        private double cost(int lane, double[] z) {
            double[] error = error(lane, z);
            return error[0] * error[0] + error[1] * error[1];
        }

        private double[] error(int lane, double[] z) {
            double[] error = affine("Hy", "hy", 2, z);
            error[0] -= net.target[lane];
            error[1] -= net.target[Gathered.LANES + lane];
            return error;
        }

        private double[] encoded(int lane) {
            return affine("Hx", "hx", 2, new double[] {net.x[lane], net.x[Gathered.LANES + lane]});
        }

        private double[] flow(double[] from, double length) {
            double[] z = from;
            int steps = Math.max(1, (int) Math.ceil(length / 0.02));
            double dt = length / steps;
            for (int i = 0; i < steps; i++) {
                double[] k1 = field(z);
                double[] k2 = field(moved(z, k1, dt / 2));
                double[] k3 = field(moved(z, k2, dt / 2));
                double[] k4 = field(moved(z, k3, dt));
                z = moved(moved(moved(moved(z, k1, dt / 6), k2, dt / 3), k3, dt / 3), k4, dt / 6);
            }
            return z;
        }

        private double[] field(double[] z) {
            return affine("W2", "b2", 2, hidden(z));
        }

        private double[] hidden(double[] z) {
            return Arrays.stream(affine("W1", "b1", 3, z)).map(Math::tanh).toArray();
        }

        private double[] affine(String weight, String bias, int rows, double[] x) {
            double[] y = new double[rows];
            for (int i = 0; i < rows; i++) {
                y[i] = net.value(bias, i);
                for (int j = 0; j < x.length; j++) {
                    y[i] += net.value(weight, i * x.length + j) * x[j];
                }
            }
            return y;
        }

        private static double[] moved(double[] z, double[] slope, double distance) {
            return new double[] {z[0] + distance * slope[0], z[1] + distance * slope[1]};
        }

        private static double[] with1(double[] x) {
            double[] homogeneous = Arrays.copyOf(x, x.length + 1);
            homogeneous[x.length] = 1;
            return homogeneous;
        }
    }
}
