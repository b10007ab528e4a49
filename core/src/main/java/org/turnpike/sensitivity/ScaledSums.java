package org.turnpike.sensitivity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.program.Instruction;
import org.turnpike.program.Opcode;
import org.turnpike.program.Program;
import org.turnpike.program.Shape;

/**
 * Rewrites a program so that every sample counts with a weight of its own in all sums over the batch.
 *
 * <p>A sum {@code Σ y xᵀ} becomes {@code Σ (w y) xᵀ}; per-sample outputs stay as they are. This is how the quadrature {@code
 * ∫ pᵀ ∂f/∂θ dt} is done without ever holding one sample's integrand.
 */
final class ScaledSums {

    /** The input that the rewritten program takes: rows(1). */
    static final String SCALE = "scale";

    private final List<Instruction> written = new ArrayList<>();
    private final Map<Integer, Integer> scaled = new LinkedHashMap<>();
    private int scale = -1;

    private ScaledSums() {}

    static Program of(Program program) {
        return new ScaledSums().rewrite(program);
    }

    private Program rewrite(Program program) {
        int[] renumbered = new int[program.instructions().size()];
        for (int id = 0; id < renumbered.length; id++) {
            Instruction old = program.instruction(id);
            List<Integer> operands = new ArrayList<>();
            old.operands().forEach(operand -> operands.add(renumbered[operand]));
            if (old.opcode().kind() == Opcode.Kind.ACCUMULATION) {
                int narrowest = narrowest(operands);
                operands.set(narrowest, scaled(operands.get(narrowest)));
            }
            renumbered[id] = write(old.withOperands(operands));
        }
        Map<String, Integer> outputs = new LinkedHashMap<>();
        program.outputs().forEach((name, id) -> outputs.put(name, renumbered[id]));
        return new Program(written, outputs);
    }

    private int narrowest(List<Integer> operands) {
        int best = 0;
        for (int i = 1; i < operands.size(); i++) {
            if (width(operands.get(i)) < width(operands.get(best))) {
                best = i;
            }
        }
        return best;
    }

    private int scaled(int value) {
        Integer known = scaled.get(value);
        if (known != null) {
            return known;
        }
        Shape shape = new Shape.Rows(width(value));
        if (scale < 0) {
            scale = write(new Instruction(Opcode.INPUT, new Shape.Rows(1), List.of(), 0, 0, SCALE));
        }
        int wide = scale;
        if (width(value) > 1) {
            wide = write(new Instruction(Opcode.BROADCAST, shape, List.of(scale), 0, 0, ""));
        }
        int product = write(new Instruction(Opcode.MULTIPLY, shape, List.of(wide, value), 0, 0, ""));
        scaled.put(value, product);
        return product;
    }

    private int width(int value) {
        return written.get(value).width();
    }

    private int write(Instruction instruction) {
        written.add(instruction);
        return written.size() - 1;
    }
}
