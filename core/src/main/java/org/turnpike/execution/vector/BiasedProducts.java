package org.turnpike.execution.vector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.turnpike.program.Instruction;
import org.turnpike.program.Opcode;
import org.turnpike.program.Program;

/** Matrix products and convolutions that are used by nothing but the addition of a parameter, which then is part of their kernel. */
final class BiasedProducts {
    private final Program program;
    private final Map<Integer, Integer> sums = new HashMap<>();

    /**
     * @param live by value number
     * @param users of each value
     * @param outputValues which have users outside the program
     */
    BiasedProducts(Program program, boolean[] live, List<Set<Integer>> users, Set<Integer> outputValues) {
        this.program = program;
        for (int id = 0; id < live.length; id++) {
            Instruction sum = program.instruction(id);
            if (!live[id] || sum.opcode() != Opcode.ADD || sum.isShared()) {
                continue;
            }
            for (int side = 0; side < 2; side++) {
                int product = sum.operand(side);
                if (isBiased(program.instruction(product), program.instruction(sum.operand(1 - side)))
                        && users.get(product).size() == 1
                        && !outputValues.contains(product)) {
                    sums.put(product, id);
                    break;
                }
            }
        }
    }

    /** The value that the kernel of a product computes: its sum with the bias, or the product. */
    int result(int product) {
        return sums.getOrDefault(product, product);
    }

    boolean hasBias(int product) {
        return sums.containsKey(product);
    }

    /** The parameter that is added to a product that {@link #hasBias}. */
    Instruction bias(int product) {
        Instruction addition = program.instruction(sums.get(product));
        for (int operand : addition.operands()) {
            Instruction addend = program.instruction(operand);
            if (addend.opcode() == Opcode.BROADCAST) {
                addend = program.instruction(addend.operand(0));
            }
            if (addend.opcode() == Opcode.SPREAD) {
                return program.instruction(addend.operand(0));
            }
        }
        throw new IllegalStateException("No bias in " + addition);
    }

    /** Whether {@code addend} gives each row of the product, or each channel of the convolution, a parameter. */
    private boolean isBiased(Instruction product, Instruction addend) {
        return switch (product.opcode()) {
            case LINEAR, LINEAR_TRANSPOSED -> addend.opcode() == Opcode.SPREAD;
            case CONVOLUTION -> {
                int results = product.window().orElseThrow().positions();
                yield addend.opcode() == Opcode.BROADCAST
                        && program.instruction(addend.operand(0)).opcode() == Opcode.SPREAD
                        && program.instruction(addend.operand(0)).width() * results == addend.width();
            }
            default -> false;
        };
    }
}
