package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;

/** What derivatives take and return, and what they are where the limit of differences does not exist. */
class DifferentiationTest {

    private final ReferenceBackend backend = new ReferenceBackend(1);
    private final ProgramBuilder p = new ProgramBuilder();
    private final Value x = p.input("x", 1);
    private final Value z = p.input("z", 1);

    @Test
    void tangentsOfTheTanhLayer() {
        Program program = p.output("y", p.tanh(x)).build();
        assertThat(Differentiation.jvp(program, Set.of("x"))).hasToString("""
                        %0 = input x : rows(1)
                        %1 = input tangent(x) : rows(1)
                        %2 = tanh %0 : rows(1)
                        %3 = constant 1.0 : rows(1)
                        %4 = multiply %2, %2 : rows(1)
                        %5 = subtract %3, %4 : rows(1)
                        %6 = multiply %1, %5 : rows(1)
                        return y = %2
                        return tangent(y) = %6
                        """);
    }

    @Test
    void anOutputWithoutInfluenceHasAZeroTangent() {
        Program program = p.output("y", p.tanh(x)).output("other", p.tanh(z)).build();
        Program tangent = Differentiation.jvp(program, Set.of("x"));
        assertThat(tangent.instruction(tangent.output("tangent(other)"))).isEqualTo(zero(1));
    }

    @Test
    void anInputWithoutInfluenceHasAZeroCotangentAndAParameterNone() {
        p.parameter("W", 2, 2);
        Program program = p.output("y", p.tanh(x))
                .output("other", p.tanh(z))
                .output("unused", p.spread(p.parameter("b", 2)))
                .build();
        Program cotangent = Differentiation.vjp(program, Set.of("y"), Set.of("x", "z", "b"));
        assertThat(cotangent.outputs()).containsOnlyKeys("y", "other", "unused", "cotangent(x)", "cotangent(z)");
        assertThat(cotangent.instruction(cotangent.output("cotangent(z)"))).isEqualTo(zero(1));
        assertThat(cotangent.hasLeaf("cotangent(other)")).isFalse();
    }

    @Test
    void cotangentsOfAllOutputsAddUp() {
        Program program =
                p.output("y", p.scale(2, x)).output("again", p.scale(3, x)).build();
        Program cotangent = Differentiation.vjp(program, List.of("y", "again"), Set.of("x"));
        assertThat(run(cotangent, Map.of("x", row(0), "cotangent(y)", row(1), "cotangent(again)", row(10)))
                        .get("cotangent(x)"))
                .containsOnly(32);
    }

    @Test
    void twoNamesOfOneSharedSumMayBothBeDifferentiated() {
        Value sum = p.outerSum(p.tanh(x), z);
        Program program = p.output("first", sum).output("second", sum).build();
        Program cotangent = Differentiation.vjp(program, List.of("first", "second"), Set.of("z"));
        Map<String, double[]> found = run(
                cotangent,
                Map.of(
                        "x",
                        row(0.5),
                        "z",
                        row(0),
                        "cotangent(first)",
                        new double[] {2},
                        "cotangent(second)",
                        new double[] {3}));
        assertThat(found.get("cotangent(z)")).containsOnly(2 * Math.tanh(0.5) + 3 * Math.tanh(0.5));
    }

    @Test
    void namesThatWouldJoinTwoDerivativesAreRefused() {
        Program once = Differentiation.jvp(p.output("y", p.tanh(x)).build(), Set.of("x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Differentiation.jvp(once, Set.of("x")))
                .withMessage("The program already has an input or parameter 'tangent(x)'; rename it before "
                        + "differentiating again (Program.renameLeaves)");
        Program gradient = Differentiation.vjp(p.build(), Set.of("y"), Set.of("x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Differentiation.vjp(gradient, Set.of("cotangent(x)"), Set.of("x")))
                .withMessageStartingWith("There is already another output 'cotangent(x)'");
    }

    @Test
    void unknownNamesAreRefused() {
        Program program = p.output("y", p.tanh(x)).build();
        assertThatIllegalArgumentException().isThrownBy(() -> Differentiation.jvp(program, Set.of("q")));
        assertThatIllegalArgumentException().isThrownBy(() -> Differentiation.vjp(program, Set.of("q"), Set.of("x")));
    }

    @Test
    void atATieTheSecondOperandTakesTheDerivative() {
        assertDerivatives((p, x, z) -> p.maximum(x, z), 1, 1, 0, 1);
        assertDerivatives((p, x, z) -> p.maximum(x, z), 2, 1, 1, 0);
        assertDerivatives((p, x, z) -> p.minimum(x, z), 1, 1, 0, 1);
        assertDerivatives((p, x, z) -> p.minimum(x, z), 1, 2, 1, 0);
    }

    @Test
    void theRectifierHasSlopeZeroAtZero() {
        assertDerivatives((p, x, z) -> p.maximum(x, p.constant(0, 1)), 0, 0, 0, 0);
        assertDerivatives((p, x, z) -> p.maximum(x, p.constant(0, 1)), -0.0, 0, 0, 0);
    }

    @Test
    void theAbsoluteValueHasSlopeZeroAtZero() {
        assertDerivatives((p, x, z) -> p.absolute(x), 0, 0, 0, 0);
        assertDerivatives((p, x, z) -> p.absolute(x), -2, 0, -1, 0);
    }

    @Test
    void everyTiedNumberIsTheLargest() {
        assertDerivatives((p, x, z) -> p.rowMaximum(p.concatenate(x, z, p.constant(0, 1))), 1, 1, 1, 1);
        assertDerivatives((p, x, z) -> p.rowMaximum(p.concatenate(x, z, p.constant(0, 1))), 1, 2, 0, 1);
    }

    @Test
    void stopGradientIsTheIdentityWithoutDerivative() {
        assertDerivatives((p, x, z) -> p.multiply(p.stopGradient(x), x), 3, 0, 3, 0);
    }

    @Test
    void onlyTheChosenSideOfASelectionIsDifferentiated() {
        assertDerivatives((p, x, z) -> p.select(p.greater(x, z), p.multiply(x, x), p.scale(5, z)), 3, 1, 6, 0);
        assertDerivatives((p, x, z) -> p.select(p.greater(x, z), p.multiply(x, x), p.scale(5, z)), 1, 3, 0, 5);
    }

    @Test
    void notANumberOnTheOtherSideOfASelectionDoesNotReachTheTangent() {
        Program program = p.output("y", p.select(x, p.squareRoot(x), x)).build();
        Program tangent = Differentiation.jvp(program, Set.of("x"));
        Map<String, double[]> found = run(tangent, Map.of("x", row(-4), "tangent(x)", row(1)));
        assertThat(found.get("y")).containsOnly(-4);
        assertThat(found.get("tangent(y)")).containsOnly(1);
    }

    @Test
    void aRootThatIsBoundedBelowHasAFiniteCotangentWhereItIsNotChosen() {
        assertDerivatives(
                (p, x, z) -> p.select(x, p.squareRoot(p.maximum(x, p.constant(1e-6, 1))), p.scale(2, x)), -4, 0, 2, 0);
    }

    private interface Function {
        Value of(ProgramBuilder p, Value x, Value z);
    }

    /** Checks dy/dx and dy/dz at (x, z), in both modes. */
    private void assertDerivatives(Function y, double atX, double atZ, double byX, double byZ) {
        ProgramBuilder builder = new ProgramBuilder();
        Value first = builder.input("x", 1);
        Value second = builder.input("z", 1);
        Program program = builder.output("y", y.of(builder, first, second))
                .output("keeps both", builder.add(first, second))
                .build();
        Map<String, double[]> gradient = run(
                Differentiation.vjp(program, Set.of("y"), Set.of("x", "z")),
                Map.of("x", row(atX), "z", row(atZ), "cotangent(y)", row(1)));
        assertThat(gradient.get("cotangent(x)")[0]).isCloseTo(byX, within(0.0));
        assertThat(gradient.get("cotangent(z)")[0]).isCloseTo(byZ, within(0.0));
        Program tangent = Differentiation.jvp(program, Set.of("x", "z"));
        assertThat(rate(tangent, atX, atZ, 1, 0)).isCloseTo(byX, within(0.0));
        assertThat(rate(tangent, atX, atZ, 0, 1)).isCloseTo(byZ, within(0.0));
    }

    private double rate(Program tangent, double atX, double atZ, double alongX, double alongZ) {
        Map<String, double[]> arguments =
                Map.of("x", row(atX), "z", row(atZ), "tangent(x)", row(alongX), "tangent(z)", row(alongZ));
        return run(tangent, arguments).get("tangent(y)")[0];
    }

    private Map<String, double[]> run(Program program, Map<String, double[]> arguments) {
        return ProgramRunner.run(backend, program, arguments);
    }

    private static double[] row(double value) {
        return new double[] {value};
    }

    private static Instruction zero(int width) {
        return new Instruction(Opcode.CONSTANT, new Shape.Rows(width), List.of(), 0, 0, "");
    }
}
