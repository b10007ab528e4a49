package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.turnpike.program.Elementwise.apply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementwiseTest {

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void isDefinedForEveryElementwiseOperationAndNoOther(Opcode opcode) {
        if (opcode.kind() == Opcode.Kind.ELEMENTWISE) {
            assertThat(apply(opcode, 0.5, 0.25, 0.75)).isFinite();
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> apply(opcode, 0.5, 0.25, 0.75))
                    .withMessage(opcode + " is not elementwise");
        }
    }

    @Test
    void sigmoidAndSoftplusDoNotOverflow() {
        assertThat(apply(Opcode.SIGMOID, 0.3)).isCloseTo(1 / (1 + Math.exp(-0.3)), within(1e-15));
        assertThat(apply(Opcode.SIGMOID, -800)).isZero();
        assertThat(apply(Opcode.SIGMOID, -700)).isPositive();
        assertThat(apply(Opcode.SIGMOID, 800)).isEqualTo(1);
        assertThat(apply(Opcode.SOFTPLUS, 0.3)).isCloseTo(Math.log(1 + Math.exp(0.3)), within(1e-15));
        assertThat(apply(Opcode.SOFTPLUS, 800)).isEqualTo(800);
        assertThat(apply(Opcode.SOFTPLUS, -700)).isEqualTo(Math.exp(-700));
        assertThat(apply(Opcode.SOFTPLUS, INFINITY)).isEqualTo(INFINITY);
        assertThat(apply(Opcode.SOFTPLUS, -INFINITY)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void notANumberComesThrough(Opcode opcode) {
        if (opcode.kind() == Opcode.Kind.ELEMENTWISE && opcode != Opcode.GREATER && opcode != Opcode.SELECT) {
            assertThat(apply(opcode, Double.NaN, 1)).isNaN();
        }
    }

    @Test
    void comparisonsWithNotANumberAreFalse() {
        assertThat(apply(Opcode.GREATER, Double.NaN, 1)).isZero();
        assertThat(apply(Opcode.GREATER, 1, Double.NaN)).isZero();
        assertThat(apply(Opcode.SELECT, Double.NaN, 1, 2)).isEqualTo(2);
        assertThat(apply(Opcode.SELECT, 1, 1, Double.NaN)).isEqualTo(1);
    }

    @Test
    void tiesOfGreaterAndSelect() {
        assertThat(apply(Opcode.GREATER, 1, 1)).isZero();
        assertThat(apply(Opcode.SELECT, 0, 1, 2)).isEqualTo(2);
    }
}
