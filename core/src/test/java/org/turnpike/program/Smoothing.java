package org.turnpike.program;

import java.util.LinkedHashMap;
import java.util.Map;

/** Takes the kinks out of a program, so that finite differences tell its derivative wherever they are taken. */
public final class Smoothing {

    private Smoothing() {}

    /** The same program with softplus in place of ReLU, which is the larger one of a value and 0. */
    public static Program of(Program program) {
        ProgramBuilder builder = new ProgramBuilder();
        Value[] values = new Value[program.instructions().size()];
        for (int id = 0; id < values.length; id++) {
            Instruction instruction = program.instruction(id);
            values[id] = isRelu(program, instruction)
                    ? builder.softplus(values[instruction.operand(0)])
                    : builder.copy(instruction, values);
        }
        Map<String, Value> outputs = new LinkedHashMap<>();
        program.outputs().forEach((name, id) -> outputs.put(name, values[id]));
        outputs.forEach(builder::output);
        return builder.build();
    }

    private static boolean isRelu(Program program, Instruction instruction) {
        if (instruction.opcode() != Opcode.MAXIMUM) {
            return false;
        }
        Instruction bound = program.instruction(instruction.operand(1));
        return bound.opcode() == Opcode.CONSTANT && bound.constant() == 0;
    }
}
