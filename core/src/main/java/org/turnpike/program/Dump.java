package org.turnpike.program;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders a program for people: one line an instruction, as {@code %3 = linear %0, %2 : rows(16)}. */
final class Dump {

    private Dump() {}

    static String of(Program program) {
        StringBuilder text = new StringBuilder();
        List<Instruction> instructions = program.instructions();
        for (int id = 0; id < instructions.size(); id++) {
            text.append(line(id, instructions.get(id))).append('\n');
        }
        program.outputs()
                .forEach((name, id) -> text.append("return ")
                        .append(name)
                        .append(" = %")
                        .append(id)
                        .append('\n'));
        return text.toString();
    }

    private static String line(int id, Instruction instruction) {
        String operands = instruction.operands().stream().map(o -> "%" + o).collect(Collectors.joining(", "));
        String detail = switch (instruction.opcode()) {
            case INPUT, PARAMETER -> instruction.name();
            case CONSTANT -> Double.toString(instruction.constant());
            case SLICE -> operands + " from " + instruction.offset();
            case CONVOLUTION, CONVOLUTION_TRANSPOSED, CONVOLUTION_SUM, AVERAGE_POOL, AVERAGE_POOL_TRANSPOSED ->
                operands + " " + instruction.window().orElseThrow();
            default -> operands;
        };
        return "%" + id + " = " + instruction.opcode().name().toLowerCase(Locale.ROOT) + " " + detail + " : "
                + instruction.shape();
    }
}
