package org.turnpike.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that a list of instructions is a well-formed program; says which instruction is wrong and why. */
final class Verifier {

    private final List<Instruction> instructions;

    private Verifier(List<Instruction> instructions) {
        this.instructions = instructions;
    }

    static void verify(List<Instruction> instructions, Map<String, Integer> outputs) {
        Verifier verifier = new Verifier(instructions);
        Map<String, Shape> leaves = new HashMap<>();
        for (int id = 0; id < instructions.size(); id++) {
            Instruction instruction = instructions.get(id);
            verifier.operandsBefore(id, instruction);
            verifier.shape(id, instruction);
            if (instruction.opcode() == Opcode.INPUT || instruction.opcode() == Opcode.PARAMETER) {
                if (leaves.put(instruction.name(), instruction.shape()) != null) {
                    throw verifier.error(id, "a second definition of '" + instruction.name() + "'");
                }
            }
        }
        outputs.forEach((name, id) -> {
            if (id < 0 || id >= instructions.size()) {
                throw new IllegalArgumentException("Output '" + name + "' names value " + id + " of a program with "
                        + instructions.size() + " values");
            }
        });
    }

    private void operandsBefore(int id, Instruction instruction) {
        for (int operand : instruction.operands()) {
            if (operand < 0 || operand >= id) {
                throw error(id, "operand " + operand + " is not an earlier value");
            }
        }
    }

    private void shape(int id, Instruction instruction) {
        switch (instruction.opcode()) {
            case INPUT, CONSTANT -> expect(id, 0, instruction.shape() instanceof Shape.Rows, "a per-sample shape");
            case PARAMETER -> expect(id, 0, instruction.isShared(), "a shared shape");
            case LINEAR -> {
                Shape.Shared matrix = matrix(id, instruction);
                expect(id, 2, rows(id, 1) == matrix.columns() && instruction.width() == matrix.rows(), matrix + " · x");
            }
            case LINEAR_TRANSPOSED -> {
                Shape.Shared matrix = matrix(id, instruction);
                expect(
                        id,
                        2,
                        rows(id, 1) == matrix.rows() && instruction.width() == matrix.columns(),
                        matrix + "ᵀ · y");
            }
            case OUTER_SUM -> {
                Shape.Shared result = instruction.shared();
                expect(id, 2, rows(id, 0) == result.rows() && rows(id, 1) == result.columns(), "y xᵀ of " + result);
            }
            case BATCH_SUM -> {
                Shape.Shared result = instruction.shared();
                expect(id, 1, result.columns() == 1 && rows(id, 0) == result.rows(), "a shared vector");
            }
            case SPREAD -> {
                Shape.Shared vector = matrix(id, instruction);
                expect(id, 1, vector.columns() == 1 && vector.rows() == instruction.width(), "a shared vector");
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
                    STOP_GRADIENT -> elementwise(id, instruction, 1);
            case ADD -> {
                if (instruction.isShared()) {
                    expect(id, 2, sharedOperandsMatch(instruction), "shared operands of one shape");
                } else {
                    elementwise(id, instruction, 2);
                }
            }
            case SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM, GREATER -> elementwise(id, instruction, 2);
            case SELECT -> elementwise(id, instruction, 3);
            case CONCATENATE -> {
                int total = 0;
                for (int i = 0; i < instruction.operands().size(); i++) {
                    total += rows(id, i);
                }
                expect(
                        id,
                        instruction.operands().size(),
                        total == instruction.width(),
                        "operands adding up to the width");
            }
            case SLICE -> {
                int end = instruction.offset() + instruction.width();
                expect(id, 1, instruction.offset() >= 0 && end <= rows(id, 0), "a slice inside its operand");
            }
            case BROADCAST -> expect(id, 1, rows(id, 0) == 1, "an operand of width 1");
            case ROW_SUM, ROW_MAXIMUM ->
                expect(id, 1, rows(id, 0) >= 1 && instruction.width() == 1, "a result of width 1");
        }
    }

    private void elementwise(int id, Instruction instruction, int operands) {
        boolean same = true;
        for (int i = 0; i < instruction.operands().size(); i++) {
            same &= rows(id, i) == instruction.width();
        }
        expect(id, operands, same, "operands as wide as the result");
    }

    private boolean sharedOperandsMatch(Instruction instruction) {
        return instruction.operands().stream()
                .allMatch(operand -> instructions.get(operand).shape().equals(instruction.shape()));
    }

    private Shape.Shared matrix(int id, Instruction instruction) {
        Instruction operand = instructions.get(instruction.operand(0));
        // A sum over the batch is known only when the whole batch has run, so no per-sample value can depend on it.
        expect(id, instruction.operands().size(), operand.opcode() == Opcode.PARAMETER, "a parameter as first operand");
        return operand.shared();
    }

    private int rows(int id, int index) {
        Instruction instruction = instructions.get(id);
        if (index >= instruction.operands().size()) {
            throw error(id, "operand " + index + " is missing");
        }
        Instruction operand = instructions.get(instruction.operand(index));
        if (operand.isShared()) {
            throw error(id, "operand " + index + " must be per sample, found " + operand.shape());
        }
        return operand.width();
    }

    private void expect(int id, int operands, boolean condition, String expected) {
        if (!condition || instructions.get(id).operands().size() != operands) {
            throw error(id, "expected " + operands + " operand(s), " + expected);
        }
    }

    private IllegalArgumentException error(int id, String what) {
        Instruction instruction = instructions.get(id);
        StringBuilder found = new StringBuilder();
        for (int operand : instruction.operands()) {
            found.append(found.isEmpty() ? "" : ", ");
            found.append(
                    operand >= 0 && operand < instructions.size()
                            ? instructions.get(operand).shape()
                            : operand);
        }
        return new IllegalArgumentException("Malformed instruction %" + id + " = " + instruction.opcode() + "(" + found
                + ") : " + instruction.shape() + ": " + what);
    }
}
