package org.turnpike.execution.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.execution.vector.KernelShape.Access;
import org.turnpike.execution.vector.KernelShape.Node;
import org.turnpike.program.Instruction;
import org.turnpike.program.Opcode;
import org.turnpike.program.Program;

/** An elementwise kernel in the making. */
final class FusedPass {
    private final Lowering lowering;
    private final Program program;
    private final int width;
    private final Map<Integer, Integer> operandNumbers = new HashMap<>();
    private final List<Access> accesses = new ArrayList<>();
    private final List<Place> operands = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    /** Rows of a run, for every operand that is read in runs. */
    private final List<Integer> runs = new ArrayList<>();

    FusedPass(Lowering lowering, int width) {
        this.lowering = lowering;
        this.program = lowering.program();
        this.width = width;
    }

    /** Number of the operand that reads value {@code id}; all operands must be asked for before the first node. */
    int operand(int id) {
        Integer known = operandNumbers.get(id);
        if (known != null) {
            return known;
        }
        Instruction instruction = program.instruction(id);
        Access access = Access.FULL;
        Place place = lowering.stored(id);
        if (place == null && instruction.opcode() == Opcode.BROADCAST) {
            Instruction repeated = program.instruction(instruction.operand(0));
            int run = width / repeated.width();
            if (run == width) {
                access = Access.BROADCAST;
                place = lowering.materialize(instruction.operand(0));
            } else if (repeated.opcode() == Opcode.SPREAD && lowering.stored(instruction.operand(0)) == null) {
                access = Access.SPREAD_RUNS;
                place = new Place.Parameter(lowering.parameter(repeated.operand(0)));
                runs.add(run);
            } else {
                access = Access.BROADCAST_RUNS;
                place = lowering.materialize(instruction.operand(0));
                runs.add(run);
            }
        } else if (place == null && instruction.opcode() == Opcode.SPREAD) {
            access = Access.SPREAD;
            place = new Place.Parameter(lowering.parameter(instruction.operand(0)));
        } else if (place == null) {
            place = lowering.materialize(id);
        }
        operandNumbers.put(id, operands.size());
        accesses.add(access);
        operands.add(place);
        return operands.size() - 1;
    }

    int constant(int id) {
        return node(new Node(
                Opcode.CONSTANT, List.of(), (float) program.instruction(id).constant()));
    }

    int node(Node node) {
        nodes.add(node);
        return operands.size() + nodes.size() - 1;
    }

    void emit(List<Integer> results, List<Place> slots) {
        List<Place> arguments = new ArrayList<>(operands);
        arguments.addAll(slots);
        KernelShape shape = KernelShape.Elementwise.of(width, accesses, nodes, results);
        List<Integer> sizes = new ArrayList<>();
        if (runs.isEmpty()) {
            sizes.add(width);
        } else {
            int block = runs.stream().reduce(0, FusedPass::greatestCommonDivisor);
            sizes.add(width / block);
            sizes.add(block);
            runs.forEach(run -> sizes.add(run / block));
        }
        lowering.add(new Step.Run(shape, arguments, slots.size(), sizes));
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
