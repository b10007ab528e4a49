package org.turnpike.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.Field;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.FieldInput;
import org.turnpike.field.MlpField;
import org.turnpike.field.StableField;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;

class SolutionDerivativeTest {

    private static final int STATE = 2;

    /** For every K: d/dt of the derivative of order K − 1 along the solution, by differences; the field itself begins. */
    @TestFactory
    Stream<DynamicTest> agreesWithNestedDifferencesAlongTheSolution() {
        return fields().entrySet().stream()
                .flatMap(field -> IntStream.rangeClosed(2, TaylorRegulariser.MOST_ORDER)
                        .mapToObj(order -> DynamicTest.dynamicTest(
                                field.getKey() + ", order " + order,
                                () -> checkByDifferences(field.getValue(), order))));
    }

    private static void checkByDifferences(Field field, int order) {
        Random random = new Random(order);
        Map<String, double[]> here = ProgramRunner.randomArguments(field.program(), 1, random, -1, 1);
        here.putIfAbsent("t", new double[] {0.3});
        double[] found = at(SolutionDerivative.of(field, order), here);
        Program lower = SolutionDerivative.of(field, order - 1);
        double h = 1e-3;
        double[] expected = new double[STATE];
        // Fourth order, as finite differences of gradients are taken elsewhere.
        double[] weights = {1.0 / 12, -8.0 / 12, 8.0 / 12, -1.0 / 12};
        double[] places = {-2, -1, 1, 2};
        for (int i = 0; i < weights.length; i++) {
            double[] value = at(lower, alongSolution(field, here, places[i] * h));
            for (int row = 0; row < STATE; row++) {
                expected[row] += weights[i] * value[row] / h;
            }
        }
        for (int row = 0; row < STATE; row++) {
            assertThat(found[row])
                    .as("row %d", row)
                    .isCloseTo(expected[row], within(1e-7 * Math.max(1, Math.abs(expected[row]))));
        }
    }

    /** By a step of the classical Runge–Kutta method, whose error at this distance is below 1e-14. */
    private static Map<String, double[]> alongSolution(Field field, Map<String, double[]> from, double dt) {
        double[] k1 = at(field.program(), from);
        double[] k2 = at(field.program(), moved(from, k1, dt / 2));
        double[] k3 = at(field.program(), moved(from, k2, dt / 2));
        double[] k4 = at(field.program(), moved(from, k3, dt));
        double[] slope = new double[STATE];
        for (int i = 0; i < STATE; i++) {
            slope[i] = (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]) / 6;
        }
        return moved(from, slope, dt);
    }

    private static Map<String, double[]> moved(Map<String, double[]> from, double[] slope, double dt) {
        Map<String, double[]> moved = new HashMap<>(from);
        double[] z = from.get("z").clone();
        for (int i = 0; i < z.length; i++) {
            z[i] += dt * slope[i];
        }
        moved.put("z", z);
        moved.put("t", new double[] {from.get("t")[0] + dt});
        return moved;
    }

    private static double[] at(Program program, Map<String, double[]> arguments) {
        return ProgramRunner.run(new ReferenceBackend(1), program, arguments)
                .values()
                .iterator()
                .next();
    }

    @Test
    void ofALinearFieldIsAPower() {
        ProgramBuilder p = new ProgramBuilder();
        Field field = new Field(p.output("dz", p.scale(-3, p.input("z", 1))).build());
        for (int order = 1; order <= 6; order++) {
            assertThat(at(SolutionDerivative.of(field, order), Map.of("z", new double[] {0.5}))[0])
                    .isCloseTo(0.5 * Math.pow(-3, order), within(1e-12));
        }
    }

    /** sin t has no state to move, only time. */
    @Test
    void countsTheTimeItself() {
        ProgramBuilder p = new ProgramBuilder();
        Field field = new Field(p.output("dz", p.sine(p.input("t", 1))).build());
        double[] t = {0.4};
        assertThat(at(SolutionDerivative.of(field, 3), Map.of("t", t))[0]).isCloseTo(-Math.sin(0.4), within(1e-15));
        assertThat(at(SolutionDerivative.of(field, 4), Map.of("t", t))[0]).isCloseTo(-Math.cos(0.4), within(1e-15));
    }

    /** Nested differentiation that shares nothing would write 2ᴷ times what the field is. */
    @Test
    void growsSlowlyWithTheOrder() {
        Field field = mlp(List.of(32, 32), Activation.TANH, Set.of()).field(3, 2);
        assertThat(SolutionDerivative.of(field, 3).instructions()).hasSizeLessThan(60);
        assertThat(SolutionDerivative.of(field, 6).instructions()).hasSizeLessThan(250);
        Program cost = new TaylorRegulariser(6, 1).runningCost(field);
        assertThat(Differentiation.vjp(cost, List.of("cost"), cost.parameters()).instructions())
                .hasSizeLessThan(600);
    }

    @Test
    void averagesTheSquaresOfTheNumbers() {
        ProgramBuilder p = new ProgramBuilder();
        Field field = new Field(p.output("dz", p.scale(2, p.input("z", 2))).build());
        Program cost = new TaylorRegulariser(2, 0.1).runningCost(field);
        assertThat(at(cost, Map.of("z", new double[] {1, 3}))[0]).isCloseTo(0.1 * (16 + 144) / 2, within(1e-12));
    }

    @Test
    void refusesOrdersThatThereAreNot() {
        assertThatThrownBy(() -> new TaylorRegulariser(1, 0.1))
                .hasMessageContaining("must be a whole number from 2 to 6, found 1");
        assertThatThrownBy(() -> new TaylorRegulariser(7, 0.1)).hasMessageContaining("from 2 to 6, found 7");
        assertThatThrownBy(() -> new TaylorRegulariser(3, -1)).hasMessageContaining("at least 0, found -1.0");
        assertThatThrownBy(() -> SolutionDerivative.of(
                        mlp(List.of(), Activation.TANH, Set.of()).field(2, 2), 0))
                .hasMessageContaining("order 1 and above, found 0");
    }

    private static Map<String, Field> fields() {
        return Map.of(
                "tanh", mlp(List.of(3, 3), Activation.TANH, Set.of()).field(STATE, 2),
                "gelu of t",
                        mlp(List.of(3), Activation.GELU, EnumSet.of(FieldInput.TIME))
                                .field(STATE, 2),
                "softplus of t, u",
                        mlp(List.of(3), Activation.SOFTPLUS, EnumSet.allOf(FieldInput.class))
                                .field(STATE, 2),
                "stable", new StableField(List.of(3), Activation.TANH, EnergyFloor.SQUARE, Set.of()).field(STATE, 2));
    }

    private static FieldDesign mlp(List<Integer> hidden, Activation activation, Set<FieldInput> inputs) {
        return new MlpField(hidden, activation, inputs, Optional.empty());
    }
}
