package org.turnpike.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** What SNF promises of Eq. 2 to 4, at single points. */
class DissipativeDesignTest {

    private static final int ROWS = 20;

    static Stream<DissipativeDesign> designs() {
        return Dissipative.designs();
    }

    static Stream<StructureMatrix> matrices() {
        return Dissipative.matrices();
    }

    /** 500 random sets of weights times 20 states. */
    @ParameterizedTest
    @MethodSource("designs")
    void neverRaisesTheEnergyAnywhere(DissipativeDesign design) {
        ProgramRunner rate = new ProgramRunner(new ReferenceBackend(ROWS), Dissipative.rate(design));
        double fastest = 0;
        for (int seed = 0; seed < 500; seed++) {
            for (double number :
                    rate.run(Dissipative.arguments(design, ROWS, seed)).get("rate")) {
                assertThat(number).as("seed %s", seed).isLessThanOrEqualTo(1e-12);
                fastest = Math.min(fastest, number);
            }
        }
        assertThat(fastest).as("some solution moves").isLessThan(-0.01);
    }

    /** {@code −½(A + Aᵀ) − ½δI} has a Cholesky factor: 500 random sets of weights times 20 states. */
    @ParameterizedTest
    @MethodSource("matrices")
    void everyMatrixIsNegativeDefinite(StructureMatrix matrix) {
        int n = Dissipative.STATE;
        ProgramRunner product = new ProgramRunner(new ReferenceBackend(ROWS), product(matrix, n));
        for (int seed = 0; seed < 500; seed++) {
            Map<String, double[]> arguments =
                    ProgramRunner.randomArguments(product(matrix, n), ROWS, new Random(seed), -2, 2);
            double[][] columns = new double[n][];
            for (int column = 0; column < n; column++) {
                double[] unit = new double[n * ROWS];
                Arrays.fill(unit, column * ROWS, (column + 1) * ROWS, 1);
                arguments.put("g", unit);
                columns[column] = product.run(arguments).get("product");
            }
            for (int lane = 0; lane < ROWS; lane++) {
                double[][] negated = new double[n][n];
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        double symmetric = (columns[j][i * ROWS + lane] + columns[i][j * ROWS + lane]) / 2;
                        negated[i][j] = -symmetric - (i == j ? Dissipative.MARGIN / 2 : 0);
                    }
                }
                assertThat(smallestPivot(negated))
                        .as("seed %s, lane %s", seed, lane)
                        .isPositive();
            }
        }
    }

    @Test
    void aPortHamiltonianFlowIsTheMatrixTimesTheGradient() {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", 2);
        Program energy =
                builder.output("energy", builder.scale(0.5, builder.dot(z, z))).build();
        Field diagonal = PortHamiltonianField.dissipating(energy, new StructureMatrix.Diagonal(), 0.5);
        assertThat(dz(diagonal, Map.of("z", new double[] {3, -4}, "matrix.diagonal", new double[] {-2, 1})))
                .containsExactly(-7.5, 6);
        Field full = PortHamiltonianField.dissipating(energy, new StructureMatrix.Full(), 0.5);
        Map<String, double[]> arguments = Map.of(
                "z", new double[] {3, -4}, "matrix.skew", new double[] {0, 1, 0, 0}, "matrix.root", new double[] {
                    1, 0, 2, 0
                });
        // A = [[0, 1], [−1, 0]] − [[1, 2], [2, 4]] − ½I
        assertThat(dz(full, arguments)).containsExactly(-1.5 * 3 + 4, -9 + 4.5 * 4);
    }

    @Test
    void aSecondOrderFlowFollowsEquation4() {
        ProgramBuilder builder = new ProgramBuilder();
        Value q = builder.input("z", 1);
        Program energy = builder.output("energy", builder.square(q)).build();
        double raw = Math.log(Math.expm1(0.5));
        Field damped = SecondOrderField.dissipating(energy, new MomentumCoupling.Damped());
        double[] dz = dz(damped, Map.of("z", new double[] {3, -4}, "coupling.damping", new double[] {raw}));
        assertThat(dz[0]).isEqualTo(-4);
        assertThat(dz[1]).isCloseTo(0.5 * 4 - 6, within(1e-14));
        Field block = SecondOrderField.dissipating(energy, new MomentumCoupling.Block(0.5));
        assertThat(dz(
                        block,
                        Map.of(
                                "z", new double[] {3, -4},
                                "coupling.exchange", new double[] {1},
                                "coupling.root", new double[] {2})))
                .containsExactly(3 * -4, 4.5 * 4 - 3 * 6);
        Program total = SecondOrderField.totalEnergy(energy);
        assertThat(ProgramRunner.run(new ReferenceBackend(1), total, Map.of("z", new double[] {3, -4}))
                        .get("energy"))
                .containsExactly(17);
    }

    @Test
    void startsDampedWithAlphaOne() {
        float[] weights = new float[1];
        new MomentumCoupling.Damped().initialisations(3).get("coupling.damping").fill(weights, 0, 1, "a", 1);
        assertThat(Math.log1p(Math.exp(weights[0]))).isCloseTo(1, within(1e-7));
    }

    @Test
    void secondOrderNeedsAsManyMomentaAsPositions() {
        SecondOrderField design = new SecondOrderField(
                new Energy(List.of(4), Activation.TANH, EnergyFloor.SQUARE, Set.of()), new MomentumCoupling.Damped());
        String message =
                "A second-order flow's state is positions and as many momenta, so its width must be even, found"
                        + " 3. Augment the state by one dimension more, or one less.";
        assertThatThrownBy(() -> design.field(3, 2)).hasMessage(message);
        assertThatThrownBy(() -> design.energy(3, 2)).hasMessage(message);
        assertThatThrownBy(() -> design.initialisations(3, 2)).hasMessage(message);
    }

    @Test
    void refusesAMarginThatIsNone() {
        for (double margin : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = "The margin by which A + Aᵀ is negative definite must be a finite number above 0, found "
                    + margin + ". Choose, say, 0.001.";
            assertThatThrownBy(() -> new MomentumCoupling.Block(margin)).hasMessage(message);
            Energy energy = new Energy(List.of(4), Activation.TANH, EnergyFloor.SQUARE, Set.of());
            assertThatThrownBy(() -> new PortHamiltonianField(energy, new StructureMatrix.Diagonal(), margin))
                    .hasMessage(message);
        }
    }

    @Test
    void refusesEnergiesThatAreNotSmooth() {
        assertThatThrownBy(() -> new Energy(List.of(4), Activation.RELU, EnergyFloor.SQUARE, Set.of()))
                .hasMessage(
                        "The energy of a stable flow must be infinitely differentiable, found the activation RELU. Choose"
                                + " one of [IDENTITY, TANH, SIGMOID, SOFTPLUS, GELU, SILU, SINE].");
        ProgramBuilder kink = new ProgramBuilder();
        kink.output("energy", kink.absolute(kink.input("z", 1)));
        String message = "must be infinitely differentiable, found the operation ABSOLUTE";
        assertThatThrownBy(() -> PortHamiltonianField.dissipating(kink.build(), new StructureMatrix.Full(), 1))
                .hasMessageContaining(message);
        assertThatThrownBy(() -> SecondOrderField.dissipating(kink.build(), new MomentumCoupling.Damped()))
                .hasMessageContaining(message);
    }

    private static double[] dz(Field field, Map<String, double[]> arguments) {
        return ProgramRunner.run(new ReferenceBackend(1), field.program(), arguments)
                .get("dz");
    }

    /** {@code A(z) g}. */
    private static Program product(StructureMatrix matrix, int width) {
        ProgramBuilder builder = new ProgramBuilder();
        Value g = builder.input("g", width);
        Value semidefinite = matrix.apply(builder, builder.input("z", width), g);
        return builder.output("product", builder.subtract(semidefinite, builder.scale(Dissipative.MARGIN, g)))
                .build();
    }

    /** Smallest pivot of a symmetric matrix's elimination: above 0 exactly where it is positive definite. */
    private static double smallestPivot(double[][] matrix) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < matrix.length; k++) {
            smallest = Math.min(smallest, matrix[k][k]);
            for (int i = k + 1; i < matrix.length; i++) {
                double factor = matrix[i][k] / matrix[k][k];
                for (int j = k; j < matrix.length; j++) {
                    matrix[i][j] -= factor * matrix[k][j];
                }
            }
        }
        return smallest;
    }
}
