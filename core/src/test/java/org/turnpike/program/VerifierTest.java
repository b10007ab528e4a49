package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifierTest {

    private static final Instruction X = leaf(Opcode.INPUT, new Shape.Rows(3), "x");
    private static final Instruction MATRIX = leaf(Opcode.PARAMETER, new Shape.Shared(2, 3), "W");

    @Test
    void operandsComeBefore() {
        rejects(
                "Malformed instruction %1 = TANH(%1) : rows(3): operand 1 is not an earlier value",
                X, of(Opcode.TANH, rows(3), 1));
        rejects(
                "Malformed instruction %1 = TANH(%-1) : rows(3): operand -1 is not an earlier value",
                X, of(Opcode.TANH, rows(3), -1));
    }

    @Test
    void numberOfOperands() {
        rejects("%1 = TANH() : rows(3): expected 1 operand", X, of(Opcode.TANH, rows(3)));
        rejects("%1 = ADD(rows(3)) : rows(3): expected 2 operands", X, of(Opcode.ADD, rows(3), 0));
        rejects("%1 = SELECT(rows(3)) : rows(3): expected 3 operands", X, of(Opcode.SELECT, rows(3), 0));
        rejects("%1 = LINEAR(rows(3)) : rows(3): expected 2 operands", X, of(Opcode.LINEAR, rows(3), 0));
        rejects("%1 = SPREAD() : rows(3): expected 1 operand", X, of(Opcode.SPREAD, rows(3)));
        rejects("%1 = CONSTANT(rows(3)) : rows(3): expected 0 operands", X, of(Opcode.CONSTANT, rows(3), 0));
    }

    @Test
    void widthsOfElementwiseOperands() {
        rejects(
                "%1 = NEGATE(rows(3)) : rows(2): expected operands as wide as the result",
                X, of(Opcode.NEGATE, rows(2), 0));
        rejects(
                "%2 = ADD(rows(3), rows(2)) : rows(3): expected operands as wide as the result",
                X, leaf(Opcode.INPUT, rows(2), "z"), of(Opcode.ADD, rows(3), 0, 1));
    }

    @Test
    void sharedAndPerSampleValuesDoNotMix() {
        rejects(
                "%1 = ADD(shared(2, 3), shared(2, 3)) : rows(3): expected a per-sample operand 0",
                MATRIX, add(rows(3)));
        rejects(
                "%1 = ADD(shared(2, 3), shared(2, 3)) : shared(3, 2): expected shared operands of one shape",
                MATRIX, add(new Shape.Shared(3, 2)));
        rejects(
                "%1 = TANH(shared(2, 3)) : shared(2, 3): expected a per-sample result",
                MATRIX, of(Opcode.TANH, MATRIX.shape(), 0));
        rejects(
                "%1 = OUTER_SUM(rows(3), rows(3)) : rows(3): expected a shared result",
                X, of(Opcode.OUTER_SUM, rows(3), 0, 0));
    }

    @Test
    void matrixProducts() {
        rejects(
                "%2 = LINEAR(shared(2, 3), rows(2)) : rows(2): expected shared(2, 3) · x",
                MATRIX, leaf(Opcode.INPUT, rows(2), "x"), of(Opcode.LINEAR, rows(2), 0, 1));
        rejects(
                "%2 = LINEAR_TRANSPOSED(shared(2, 3), rows(3)) : rows(3): expected shared(2, 3)ᵀ · y",
                MATRIX, X, of(Opcode.LINEAR_TRANSPOSED, rows(3), 0, 1));
        rejects(
                "%1 = OUTER_SUM(rows(3), rows(3)) : shared(3, 2): expected y xᵀ of shared(3, 2)",
                X, of(Opcode.OUTER_SUM, new Shape.Shared(3, 2), 0, 0));
    }

    @Test
    void noPerSampleValueDependsOnASumOverTheBatch() {
        rejects(
                "%2 = LINEAR(shared(3, 3), rows(3)) : rows(3): expected a parameter as first operand",
                X, of(Opcode.OUTER_SUM, new Shape.Shared(3, 3), 0, 0), of(Opcode.LINEAR, rows(3), 1, 0));
        rejects(
                "%2 = SPREAD(shared(3, 1)) : rows(3): expected a parameter as first operand",
                X, of(Opcode.BATCH_SUM, new Shape.Shared(3, 1), 0), of(Opcode.SPREAD, rows(3), 1));
    }

    @Test
    void vectorsAndSums() {
        rejects("%1 = SPREAD(shared(2, 3)) : rows(2): expected a shared vector", MATRIX, of(Opcode.SPREAD, rows(2), 0));
        rejects(
                "%1 = BATCH_SUM(rows(3)) : shared(3, 2): expected a shared vector as result",
                X, of(Opcode.BATCH_SUM, new Shape.Shared(3, 2), 0));
        rejects(
                "%1 = ROW_SUM(rows(3)) : rows(2): expected a result whose width divides the operand's",
                X, of(Opcode.ROW_SUM, rows(2), 0));
        rejects(
                "%1 = ROW_MAXIMUM(rows(3)) : rows(3): expected a result of width 1",
                X, of(Opcode.ROW_MAXIMUM, rows(3), 0));
        rejects(
                "%1 = BROADCAST(rows(3)) : rows(5): expected a multiple of the operand's width",
                X, of(Opcode.BROADCAST, rows(5), 0));
    }

    @Test
    void windows() {
        Window window = new Window(1, 1, 3, 1, 2, 1, 0);
        rejects("%1 = AVERAGE_POOL(rows(3)) : rows(2): expected a window", X, of(Opcode.AVERAGE_POOL, rows(2), 0));
        rejects(
                "%1 = AVERAGE_POOL(rows(3)) : rows(3): expected images of 1×2 over 1×1×3 stride 1 padding 0",
                X, Instruction.of(Opcode.AVERAGE_POOL, window, rows(3), 0));
        rejects(
                "%2 = CONVOLUTION(shared(2, 3), rows(3)) : rows(4): expected kernels of 2 numbers",
                X, MATRIX, Instruction.of(Opcode.CONVOLUTION, window, rows(4), 1, 0));
        rejects(
                "%1 = CONVOLUTION_SUM(rows(3), rows(3)) : shared(1, 2): expected results and images of"
                        + " 1×2 over 1×1×3 stride 1 padding 0",
                X, Instruction.of(Opcode.CONVOLUTION_SUM, window, new Shape.Shared(1, 2), 0, 0));
    }

    @Test
    void windowsThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Window(1, 2, 2, 3, 3, 1, 0))
                .withMessage("A kernel of 3 × 3 does not fit an image of 2 × 2 with padding 0."
                        + " Use a smaller kernel or more padding.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Window(1, 5, 5, 3, 2, 1, 2))
                .withMessageContaining("a padding of at least 0 that is less than either side, found 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Window(1, 5, 5, 3, 3, 0, 0))
                .withMessageContaining("stride 0");
    }

    @Test
    void slicesAndConcatenations() {
        rejects(
                "%1 = SLICE(rows(3)) : rows(2): expected numbers 2 to 3 inside the operand",
                X, new Instruction(Opcode.SLICE, rows(2), List.of(0), 0, 2, ""));
        rejects(
                "%1 = SLICE(rows(3)) : rows(2): expected numbers -1 to 0 inside the operand",
                X, new Instruction(Opcode.SLICE, rows(2), List.of(0), 0, -1, ""));
        rejects(
                "%1 = CONCATENATE(rows(3), rows(3)) : rows(5): expected operands adding up to the width",
                X, of(Opcode.CONCATENATE, rows(5), 0, 0));
    }

    @Test
    void leaves() {
        rejects("%1 = INPUT() : rows(3): a second definition of 'x'", X, X);
        rejects("%0 = INPUT() : rows(3): expected a name", leaf(Opcode.INPUT, rows(3), ""));
        rejects("%0 = PARAMETER() : rows(3): expected a shared result", leaf(Opcode.PARAMETER, rows(3), "b"));
        rejects("%0 = INPUT() : shared(2, 3): expected a per-sample result", leaf(Opcode.INPUT, MATRIX.shape(), "x"));
    }

    @Test
    void outputsNameValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Program(List.of(X), Map.of("y", 1)))
                .withMessage("Output 'y' names value 1 of a program with 1 values");
    }

    private static void rejects(String message, Instruction... instructions) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Program(List.of(instructions), Map.of()))
                .withMessageEndingWith(message);
    }

    private static Shape rows(int width) {
        return new Shape.Rows(width);
    }

    private static Instruction leaf(Opcode opcode, Shape shape, String name) {
        return new Instruction(opcode, shape, List.of(), 0, 0, name);
    }

    private static Instruction of(Opcode opcode, Shape shape, Integer... operands) {
        return new Instruction(opcode, shape, List.of(operands), 0, 0, "");
    }

    private static Instruction add(Shape shape) {
        return of(Opcode.ADD, shape, 0, 0);
    }
}
