package org.turnpike.program;

import java.util.List;
import java.util.Optional;

/**
 * One step of a program; it defines the value whose number is its position in the list.
 *
 * @param opcode what is computed
 * @param shape of the result
 * @param operands numbers of earlier values
 * @param constant of {@link Opcode#CONSTANT}, else 0
 * @param offset of {@link Opcode#SLICE}, else 0
 * @param name of {@link Opcode#INPUT} and {@link Opcode#PARAMETER}, else empty
 * @param window of convolutions and average pooling, else empty
 */
public record Instruction(
        Opcode opcode,
        Shape shape,
        List<Integer> operands,
        double constant,
        int offset,
        String name,
        Optional<Window> window) {

    public Instruction {
        operands = List.copyOf(operands);
    }

    /** Without a window. */
    public Instruction(Opcode opcode, Shape shape, List<Integer> operands, double constant, int offset, String name) {
        this(opcode, shape, operands, constant, offset, name, Optional.empty());
    }

    static Instruction of(Opcode opcode, Window window, Shape shape, Integer... operands) {
        return new Instruction(opcode, shape, List.of(operands), 0, 0, "", Optional.of(window));
    }

    static Instruction of(Opcode opcode, Shape shape, Integer... operands) {
        return new Instruction(opcode, shape, List.of(operands), 0, 0, "");
    }

    Instruction named(String other) {
        return new Instruction(opcode, shape, operands, constant, offset, other, window);
    }

    /** The same operation on other values. */
    public Instruction withOperands(List<Integer> others) {
        return new Instruction(opcode, shape, others, constant, offset, name, window);
    }

    /** Width of a per-sample result. */
    public int width() {
        if (shape instanceof Shape.Rows rows) {
            return rows.width();
        }
        throw new IllegalStateException("Expected a per-sample value, found " + shape + " from " + opcode);
    }

    /** Shape of a shared result. */
    public Shape.Shared shared() {
        if (shape instanceof Shape.Shared shared) {
            return shared;
        }
        throw new IllegalStateException("Expected a shared value, found " + shape + " from " + opcode);
    }

    public boolean isShared() {
        return shape instanceof Shape.Shared;
    }

    /** Whether this is an argument of the program: an input or a parameter. */
    public boolean isNamedLeaf() {
        return opcode == Opcode.INPUT || opcode == Opcode.PARAMETER;
    }

    public int operand(int index) {
        return operands.get(index);
    }
}
