package org.turnpike.execution.nd4j;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.program.Instruction;
import org.turnpike.program.Program;

/** How long the values of a program are needed, and how much memory they take together. */
final class Liveness {

    /** No output needs the value. */
    static final int UNUSED = -1;

    /** The value is an output. */
    static final int TO_THE_END = Integer.MAX_VALUE;

    /** What operations need beside operands and result, in widest values. */
    private static final int TEMPORARY = 3;

    private Liveness() {}

    /** For every value, the number of the last instruction that reads it. */
    static int[] lastUse(Program program) {
        boolean[] live = program.live();
        int[] last = new int[live.length];
        Arrays.fill(last, UNUSED);
        for (int id = 0; id < live.length; id++) {
            if (live[id]) {
                for (int operand : program.instruction(id).operands()) {
                    last[operand] = id;
                }
            }
        }
        program.outputs().values().forEach(id -> last[id] = TO_THE_END);
        return last;
    }

    /**
     * The most numbers that a sample's values take: for every width, as many as are needed at once. An estimate from above,
     * since what is broadcast takes less.
     */
    static long numbersPerSample(Program program) {
        int[] last = lastUse(program);
        List<Instruction> instructions = program.instructions();
        Map<Integer, Integer> now = new HashMap<>();
        Map<Integer, Integer> most = new HashMap<>();
        int widest = 1;
        for (int id = 0; id < last.length; id++) {
            if (last[id] == UNUSED) {
                continue;
            }
            Instruction instruction = instructions.get(id);
            if (!instruction.isShared()) {
                int count = now.merge(instruction.width(), 1, Integer::sum);
                most.merge(instruction.width(), count, Math::max);
                widest = Math.max(widest, instruction.width());
            }
            for (int operand : instruction.operands().stream().distinct().toList()) {
                if (last[operand] == id && !instructions.get(operand).isShared()) {
                    now.merge(instructions.get(operand).width(), -1, Integer::sum);
                }
            }
        }
        long sum = (long) TEMPORARY * widest;
        for (Map.Entry<Integer, Integer> width : most.entrySet()) {
            sum += (long) width.getKey() * width.getValue();
        }
        return sum;
    }

    /** The widest per-sample value. */
    static int widest(Program program) {
        boolean[] live = program.live();
        int widest = 1;
        for (int id = 0; id < live.length; id++) {
            Instruction instruction = program.instruction(id);
            if (live[id] && !instruction.isShared()) {
                widest = Math.max(widest, instruction.width());
            }
        }
        return widest;
    }
}
