package org.turnpike.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that instructions are well formed; says which one is wrong and why. */
final class Verifier {

    private final List<Instruction> program;
    private final int id;
    private final Instruction instruction;

    private Verifier(List<Instruction> program, int id, Instruction instruction) {
        this.program = program;
        this.id = id;
        this.instruction = instruction;
    }

    /** Checks a whole program. */
    static void verify(List<Instruction> instructions, Map<String, Integer> outputs) {
        Map<String, Integer> leaves = new HashMap<>();
        for (int id = 0; id < instructions.size(); id++) {
            Instruction instruction = instructions.get(id);
            Verifier verifier = new Verifier(instructions, id, instruction);
            verifier.verify();
            if (instruction.isNamedLeaf() && leaves.put(instruction.name(), id) != null) {
                throw verifier.error("a second definition of '" + instruction.name() + "'");
            }
        }
        outputs.forEach((name, id) -> {
            if (id < 0 || id >= instructions.size()) {
                throw new IllegalArgumentException("Output '" + name + "' names value " + id + " of a program with "
                        + instructions.size() + " values");
            }
        });
    }

    /** Checks an instruction that is to follow those of {@code earlier}. */
    static void verifyNext(List<Instruction> earlier, Instruction instruction) {
        new Verifier(earlier, earlier.size(), instruction).verify();
    }

    private void verify() {
        for (int operand : instruction.operands()) {
            if (operand < 0 || operand >= id) {
                throw error("operand " + operand + " is not an earlier value");
            }
        }
        switch (instruction.opcode()) {
            case PARAMETER, OUTER_SUM, BATCH_SUM, CONVOLUTION_SUM -> expect(instruction.isShared(), "a shared result");
            case ADD -> {}
            default -> expect(!instruction.isShared(), "a per-sample result");
        }
        switch (instruction.opcode()) {
            case INPUT, PARAMETER -> {
                operands(0);
                expect(!instruction.name().isEmpty(), "a name");
            }
            case CONSTANT -> operands(0);
            case LINEAR -> {
                Shape.Shared matrix = parameter(2);
                expect(rows(1) == matrix.columns() && instruction.width() == matrix.rows(), matrix + " · x");
            }
            case LINEAR_TRANSPOSED -> {
                Shape.Shared matrix = parameter(2);
                expect(rows(1) == matrix.rows() && instruction.width() == matrix.columns(), matrix + "ᵀ · y");
            }
            case OUTER_SUM -> {
                operands(2);
                Shape.Shared result = instruction.shared();
                expect(rows(0) == result.rows() && rows(1) == result.columns(), "y xᵀ of " + result);
            }
            case BATCH_SUM -> {
                operands(1);
                Shape.Shared result = instruction.shared();
                expect(result.columns() == 1 && rows(0) == result.rows(), "a shared vector as result");
            }
            case SPREAD -> {
                Shape.Shared vector = parameter(1);
                expect(vector.columns() == 1 && vector.rows() == instruction.width(), "a shared vector");
            }
            case NEGATE,
                    ABSOLUTE,
                    SQUARE_ROOT,
                    EXPONENTIAL,
                    LOGARITHM,
                    SINE,
                    COSINE,
                    TANH,
                    SIGMOID,
                    SOFTPLUS,
                    STOP_GRADIENT -> elementwise(1);
            case ADD -> {
                if (instruction.isShared()) {
                    operands(2);
                    expect(
                            operand(0).shape().equals(instruction.shape())
                                    && operand(1).shape().equals(instruction.shape()),
                            "shared operands of one shape");
                } else {
                    elementwise(2);
                }
            }
            case SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM, GREATER -> elementwise(2);
            case SELECT -> elementwise(3);
            case CONCATENATE -> {
                int total = 0;
                for (int i = 0; i < instruction.operands().size(); i++) {
                    total += rows(i);
                }
                expect(total == instruction.width(), "operands adding up to the width");
            }
            case SLICE -> {
                operands(1);
                int end = instruction.offset() + instruction.width();
                expect(
                        instruction.offset() >= 0 && end <= rows(0),
                        "numbers " + instruction.offset() + " to " + (end - 1) + " inside the operand");
            }
            case CONVOLUTION -> {
                Shape.Shared kernels = kernels();
                expect(
                        rows(1) == window().imageSize() && instruction.width() == results(kernels),
                        "images of " + window());
            }
            case CONVOLUTION_TRANSPOSED -> {
                Shape.Shared kernels = kernels();
                expect(
                        rows(1) == results(kernels) && instruction.width() == window().imageSize(),
                        "the results of " + window());
            }
            case CONVOLUTION_SUM -> {
                operands(2);
                Shape.Shared kernels = instruction.shared();
                expect(
                        kernels.columns() == window().fanIn()
                                && rows(0) == results(kernels)
                                && rows(1) == window().imageSize(),
                        "results and images of " + window());
            }
            case AVERAGE_POOL -> {
                operands(1);
                expect(rows(0) == window().imageSize() && instruction.width() == means(), "images of " + window());
            }
            case AVERAGE_POOL_TRANSPOSED -> {
                operands(1);
                expect(rows(0) == means() && instruction.width() == window().imageSize(), "the means of " + window());
            }
            case BROADCAST -> {
                operands(1);
                expect(instruction.width() % rows(0) == 0, "a multiple of the operand's width");
            }
            case ROW_SUM -> {
                operands(1);
                expect(rows(0) % instruction.width() == 0, "a result whose width divides the operand's");
            }
            case ROW_MAXIMUM -> {
                operands(1);
                expect(rows(0) >= 1 && instruction.width() == 1, "a result of width 1");
            }
        }
    }

    private void elementwise(int count) {
        operands(count);
        for (int i = 0; i < count; i++) {
            expect(rows(i) == instruction.width(), "operands as wide as the result");
        }
    }

    /** The shape of the first of {@code count} operands, which must be a parameter. */
    private Shape.Shared parameter(int count) {
        operands(count);
        // A sum over the batch is known only when the whole batch has run, so no per-sample value can depend on it.
        expect(operand(0).opcode() == Opcode.PARAMETER, "a parameter as first operand");
        return operand(0).shared();
    }

    /** The shape of the first of two operands, which must be a parameter that holds kernels. */
    private Shape.Shared kernels() {
        Shape.Shared kernels = parameter(2);
        expect(kernels.columns() == window().fanIn(), "kernels of " + window().fanIn() + " numbers");
        return kernels;
    }

    private int results(Shape.Shared kernels) {
        return kernels.rows() * window().positions();
    }

    private int means() {
        return window().channels() * window().positions();
    }

    private Window window() {
        expect(instruction.window().isPresent(), "a window");
        return instruction.window().orElseThrow();
    }

    private void operands(int count) {
        expect(instruction.operands().size() == count, count + (count == 1 ? " operand" : " operands"));
    }

    private int rows(int index) {
        expect(!operand(index).isShared(), "a per-sample operand " + index);
        return operand(index).width();
    }

    private Instruction operand(int index) {
        return program.get(instruction.operand(index));
    }

    private void expect(boolean condition, String expected) {
        if (!condition) {
            throw error("expected " + expected);
        }
    }

    private IllegalArgumentException error(String what) {
        StringBuilder found = new StringBuilder();
        for (int operand : instruction.operands()) {
            found.append(found.isEmpty() ? "" : ", ");
            found.append(operand >= 0 && operand < id ? program.get(operand).shape() : "%" + operand);
        }
        return new IllegalArgumentException("Malformed instruction %" + id + " = " + instruction.opcode() + "(" + found
                + ") : " + instruction.shape() + ": " + what);
    }
}
