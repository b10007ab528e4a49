package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each identity that the builder applies, by itself. */
class SimplificationTest {

    private final ProgramBuilder p = new ProgramBuilder();
    private final Value x = p.input("x", 3);
    private final Value z = p.input("z", 3);
    private final Value s = p.input("s", 1);
    private final Value zero = p.constant(0, 3);

    @Test
    void addingOrSubtractingZero() {
        assertThat(p.add(x, zero)).isEqualTo(x);
        assertThat(p.add(zero, x)).isEqualTo(x);
        assertThat(p.subtract(x, zero)).isEqualTo(x);
        assertThat(p.subtract(zero, x)).isEqualTo(p.negate(x));
    }

    @Test
    void signs() {
        assertThat(p.add(x, p.negate(z))).isEqualTo(p.subtract(x, z));
        assertThat(p.add(p.negate(x), z)).isEqualTo(p.subtract(z, x));
        assertThat(p.subtract(x, p.negate(z))).isEqualTo(p.add(x, z));
        assertThat(p.negate(p.negate(x))).isEqualTo(x);
        assertThat(p.negate(p.subtract(x, z))).isEqualTo(p.subtract(z, x));
    }

    @Test
    void constantFactors() {
        assertThat(p.scale(0, x)).isEqualTo(zero);
        assertThat(p.multiply(x, zero)).isEqualTo(zero);
        assertThat(p.scale(1, x)).isEqualTo(x);
        assertThat(p.multiply(x, p.constant(1, 3))).isEqualTo(x);
        assertThat(p.scale(-1, x)).isEqualTo(p.negate(x));
        assertThat(p.scale(2, p.multiply(x, p.constant(3, 3)))).isEqualTo(p.scale(6, x));
    }

    @Test
    void factorsThatNoFloatHoldsStayApart() {
        Value tiny = p.scale(1e-30, x);
        Value huge = p.scale(1e30, x);
        assertThat(operands(p.scale(1e-30, tiny))).contains(tiny.id());
        assertThat(operands(p.scale(1e30, huge))).contains(huge.id());
        assertThat(p.definition(p.divide(x, p.constant(1e-300, 3)).id()).opcode())
                .isEqualTo(Opcode.DIVIDE);
    }

    @Test
    void quotients() {
        assertThat(p.divide(x, p.constant(4, 3))).isEqualTo(p.scale(0.25, x));
        assertThat(p.divide(zero, x)).isEqualTo(zero);
        assertThat(p.definition(p.divide(x, zero).id()).opcode()).isEqualTo(Opcode.DIVIDE);
    }

    @Test
    void elementwiseOperationsOnConstants() {
        Value two = p.constant(2, 3);
        Value three = p.constant(3, 3);
        assertThat(p.add(two, three)).isEqualTo(p.constant(5, 3));
        assertThat(p.subtract(two, three)).isEqualTo(p.constant(-1, 3));
        assertThat(p.multiply(two, three)).isEqualTo(p.constant(6, 3));
        assertThat(p.divide(two, three)).isEqualTo(p.constant(2.0 / 3.0, 3));
        assertThat(p.maximum(two, three)).isEqualTo(three);
        assertThat(p.minimum(two, three)).isEqualTo(two);
        assertThat(p.greater(two, three)).isEqualTo(zero);
        assertThat(p.negate(two)).isEqualTo(p.constant(-2, 3));
        assertThat(p.absolute(p.constant(-2, 3))).isEqualTo(two);
        assertThat(p.squareRoot(p.constant(4, 3))).isEqualTo(two);
        assertThat(p.exponential(two)).isEqualTo(p.constant(Math.exp(2), 3));
        assertThat(p.logarithm(two)).isEqualTo(p.constant(Math.log(2), 3));
        assertThat(p.sine(two)).isEqualTo(p.constant(Math.sin(2), 3));
        assertThat(p.cosine(two)).isEqualTo(p.constant(Math.cos(2), 3));
        assertThat(p.tanh(two)).isEqualTo(p.constant(Math.tanh(2), 3));
        assertThat(p.sigmoid(zero)).isEqualTo(p.constant(0.5, 3));
        assertThat(p.softplus(zero)).isEqualTo(p.constant(Math.log(2), 3));
        assertThat(p.stopGradient(two)).isEqualTo(two);
    }

    @Test
    void zeroByZeroIsNotANumber() {
        assertThat(p.divide(zero, zero)).isEqualTo(p.constant(Double.NaN, 3));
    }

    @Test
    void selections() {
        assertThat(p.select(p.constant(1, 3), x, z)).isEqualTo(x);
        assertThat(p.select(zero, x, z)).isEqualTo(z);
        assertThat(p.select(p.greater(x, z), x, x)).isEqualTo(x);
    }

    @Test
    void matrixTimesZero() {
        Value matrix = p.parameter("W", 2, 3);
        assertThat(p.linear(matrix, zero)).isEqualTo(p.constant(0, 2));
        assertThat(p.linearTransposed(matrix, p.constant(0, 2))).isEqualTo(zero);
    }

    @Test
    void broadcasts() {
        assertThat(p.broadcast(p.constant(7, 1), 3)).isEqualTo(p.constant(7, 3));
        assertThat(p.broadcast(s, 1)).isEqualTo(s);
    }

    @Test
    void reductions() {
        assertThat(p.rowSum(s)).isEqualTo(s);
        assertThat(p.rowSum(p.constant(2, 3))).isEqualTo(p.constant(6, 1));
        assertThat(p.rowMaximum(s)).isEqualTo(s);
        assertThat(p.rowMaximum(p.constant(2, 3))).isEqualTo(p.constant(2, 1));
    }

    @Test
    void slices() {
        assertThat(p.slice(x, 0, 3)).isEqualTo(x);
        assertThat(p.slice(p.constant(2, 5), 1, 3)).isEqualTo(p.constant(2, 3));
        assertThat(p.slice(p.broadcast(s, 5), 1, 3)).isEqualTo(p.broadcast(s, 3));
        assertThat(p.slice(p.slice(x, 1, 2), 1, 1)).isEqualTo(p.slice(x, 2, 1));
        Value both = p.concatenate(x, z);
        assertThat(p.slice(both, 3, 3)).isEqualTo(z);
        assertThat(p.slice(both, 4, 2)).isEqualTo(p.slice(z, 1, 2));
        assertThat(p.definition(p.slice(both, 2, 2).id()).opcode()).isEqualTo(Opcode.SLICE);
    }

    @Test
    void concatenations() {
        assertThat(p.concatenate(x)).isEqualTo(x);
        assertThat(p.concatenate(p.concatenate(x, z), s)).isEqualTo(p.concatenate(x, z, s));
        assertThat(p.concatenate(p.constant(1, 2), p.constant(1, 1))).isEqualTo(p.constant(1, 3));
        assertThat(p.concatenate(x, p.constant(1, 2), p.constant(1, 1), z))
                .isEqualTo(p.concatenate(x, p.constant(1, 3), z));
        assertThat(p.concatenate(p.concatenate(x, zero), p.concatenate(zero, z)))
                .isEqualTo(p.concatenate(x, p.constant(0, 6), z));
    }

    @Test
    void adjacentSlicesJoin() {
        assertThat(p.concatenate(p.slice(x, 0, 1), p.slice(x, 1, 2))).isEqualTo(x);
        assertThat(p.concatenate(z, p.slice(x, 0, 1), p.slice(x, 1, 1))).isEqualTo(p.concatenate(z, p.slice(x, 0, 2)));
        Value turned = p.concatenate(p.slice(x, 1, 2), p.slice(x, 0, 1));
        assertThat(p.definition(turned.id()).opcode()).isEqualTo(Opcode.CONCATENATE);
    }

    @Test
    void sumsOfConcatenationsThatAreZeroInTurn() {
        Value one = p.constant(0, 1);
        assertThat(p.add(p.concatenate(x, zero), p.concatenate(zero, z))).isEqualTo(p.concatenate(x, z));
        assertThat(p.add(p.concatenate(x, one, zero), p.concatenate(p.constant(0, 4), z)))
                .isEqualTo(p.concatenate(x, one, z));
        assertThat(p.add(p.concatenate(x, zero), p.concatenate(p.constant(0, 2), s, z)))
                .matches(sum -> p.definition(sum.id()).opcode() == Opcode.ADD);
        assertThat(p.add(p.concatenate(x, z), p.concatenate(zero, z)))
                .matches(sum -> p.definition(sum.id()).opcode() == Opcode.ADD);
    }

    @Test
    void aStateTakenApartHasItsCotangentInOnePiece() {
        Value state = p.input("state", 4);
        Value[] parts = {p.slice(state, 0, 1), p.slice(state, 1, 2), p.slice(state, 3, 1)};
        Program program = p.output("y", p.concatenate(p.tanh(parts[0]), p.sine(parts[1]), p.cosine(parts[2])))
                .build();
        Program cotangent = Differentiation.vjp(program, List.of("y"), List.of("state"));
        Instruction result = cotangent.instruction(cotangent.output("cotangent(state)"));
        assertThat(result.opcode()).isEqualTo(Opcode.CONCATENATE);
        assertThat(result.operands()).hasSize(3);
        assertThat(cotangent.instructions()).extracting(Instruction::opcode).doesNotContain(Opcode.ADD);
    }

    @Test
    void sumsOfSharedValuesAreMultipliedTermByTerm() {
        Value m = p.parameter("M", 3, 3);
        Value n = p.parameter("N", 3, 3);
        assertThat(p.linear(p.add(m, n), x)).isEqualTo(p.add(p.linear(m, x), p.linear(n, x)));
        assertThat(p.linearTransposed(p.add(m, n), x))
                .isEqualTo(p.add(p.linearTransposed(m, x), p.linearTransposed(n, x)));
        Value a = p.parameter("a", 3);
        Value b = p.parameter("b", 3);
        assertThat(p.spread(p.add(a, b))).isEqualTo(p.add(p.spread(a), p.spread(b)));
    }

    @Test
    void whatWasWrittenBeforeIsNotWrittenAgain() {
        assertThat(p.tanh(p.add(x, z))).isEqualTo(p.tanh(p.add(x, z)));
        assertThat(p.outerSum(x, z)).isEqualTo(p.outerSum(x, z));
        assertThat(p.slice(x, 0, 2)).isNotEqualTo(p.slice(x, 1, 2));
        assertThat(p.constant(0.0, 3)).isNotEqualTo(p.constant(-0.0, 3));
    }

    @Test
    void whatNoOutputNeedsIsLeftOut() {
        p.exponential(z);
        Program program = p.output("y", p.tanh(x)).build();
        assertThat(program.instructions()).extracting(Instruction::opcode).containsExactly(Opcode.INPUT, Opcode.TANH);
    }

    private Iterable<Integer> operands(Value value) {
        return p.definition(value.id()).operands();
    }
}
