package org.turnpike.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Derivatives of programs, as programs; they nest to any depth.
 *
 * <p>Forward mode ({@link #jvp}) and reverse mode ({@link #vjp}) both walk the instructions once and apply {@link
 * DerivativeRules}. What they add to a program must have names of its own: before a program is differentiated a second time
 * by the same input, its first derivatives must be called otherwise ({@link Program#renameLeaves}, {@link
 * Program#renameOutputs}) or left out ({@link Program#select}).
 */
public final class Differentiation {

    private Differentiation() {}

    /** Name of the tangent that belongs to the input, parameter or output {@code name}. */
    public static String tangent(String name) {
        return "tangent(" + name + ")";
    }

    /** Name of the cotangent that belongs to the input, parameter or output {@code name}. */
    public static String cotangent(String name) {
        return "cotangent(" + name + ")";
    }

    /**
     * Jacobian–vector product.
     *
     * @param with names of the inputs and parameters that vary; the result takes a {@link #tangent} for each
     * @return all outputs of {@code program}, and the tangent of each per-sample output
     */
    public static Program jvp(Program program, Collection<String> with) {
        ProgramBuilder builder = new ProgramBuilder();
        Set<Integer> varying = leaves(program, with);
        int count = program.instructions().size();
        Value[] values = new Value[count];
        Value[] tangents = new Value[count];
        for (int id = 0; id < count; id++) {
            Instruction instruction = program.instruction(id);
            values[id] = builder.copy(instruction, values);
            if (varying.contains(id)) {
                tangents[id] = companion(builder, program, instruction, tangent(instruction.name()));
            } else if (instruction.operands().stream().anyMatch(o -> tangents[o] != null)) {
                List<Value> operands = operands(instruction, values);
                List<Value> operandTangents = operands(instruction, tangents);
                tangents[id] = DerivativeRules.tangent(builder, instruction, operands, operandTangents, values[id]);
            }
        }
        program.outputs().forEach((name, id) -> {
            builder.output(name, values[id]);
            if (tangents[id] != null) {
                builder.output(tangent(name), tangents[id]);
            } else if (!program.instruction(id).isShared()) {
                builder.output(
                        tangent(name),
                        builder.constant(0, program.instruction(id).width()));
            }
        });
        return builder.build();
    }

    /**
     * Vector–Jacobian product.
     *
     * @param of names of the outputs to differentiate; the result takes a {@link #cotangent} for each that depends on
     *     {@code with}
     * @param with names of the inputs and parameters to differentiate by
     * @return all outputs of {@code program}, and the cotangent of each name in {@code with} (for a parameter that has no
     *     influence on {@code of}, none)
     */
    public static Program vjp(Program program, Collection<String> of, Collection<String> with) {
        ProgramBuilder builder = new ProgramBuilder();
        Set<Integer> targets = leaves(program, with);
        int count = program.instructions().size();
        boolean[] relevant = new boolean[count];
        Value[] values = new Value[count];
        for (int id = 0; id < count; id++) {
            Instruction instruction = program.instruction(id);
            values[id] = builder.copy(instruction, values);
            relevant[id] =
                    targets.contains(id) || instruction.operands().stream().anyMatch(o -> relevant[o]);
        }
        Value[] cotangents = new Value[count];
        for (String name : of) {
            int id = program.output(name);
            if (relevant[id]) {
                Value seed = companion(builder, program, program.instruction(id), cotangent(name));
                cotangents[id] = cotangents[id] == null ? seed : builder.add(cotangents[id], seed);
            }
        }
        for (int id = count - 1; id >= 0; id--) {
            if (cotangents[id] != null && relevant[id]) {
                propagate(builder, program.instruction(id), values, cotangents, id, relevant);
            }
        }
        program.outputs().forEach((name, id) -> builder.output(name, values[id]));
        for (int id : targets) {
            Instruction leaf = program.instruction(id);
            if (cotangents[id] != null) {
                builder.output(cotangent(leaf.name()), cotangents[id]);
            } else if (!leaf.isShared()) {
                builder.output(cotangent(leaf.name()), builder.constant(0, leaf.width()));
            }
        }
        return builder.build();
    }

    private static void propagate(
            ProgramBuilder builder,
            Instruction instruction,
            Value[] values,
            Value[] cotangents,
            int id,
            boolean[] relevant) {
        DerivativeRules.Cotangents into = new DerivativeRules.Cotangents() {
            @Override
            public boolean wanted(int operandIndex) {
                return relevant[instruction.operand(operandIndex)];
            }

            @Override
            public void add(int operandIndex, Value contribution) {
                int operand = instruction.operand(operandIndex);
                Value sum = cotangents[operand];
                cotangents[operand] = sum == null ? contribution : builder.add(sum, contribution);
            }
        };
        DerivativeRules.cotangents(
                builder, instruction, operands(instruction, values), values[id], cotangents[id], into);
    }

    /** A new argument that is shaped like {@code of}. */
    private static Value companion(ProgramBuilder builder, Program program, Instruction of, String name) {
        if (program.hasLeaf(name)) {
            // Joining them would give a wrong derivative without a word.
            throw new IllegalArgumentException("The program already has an input or parameter '" + name
                    + "'; rename it before differentiating again (Program.renameLeaves)");
        }
        if (of.shape() instanceof Shape.Shared shared) {
            return builder.parameter(name, shared.rows(), shared.columns());
        }
        return builder.input(name, of.width());
    }

    private static List<Value> operands(Instruction instruction, Value[] values) {
        List<Value> operands = new ArrayList<>();
        instruction.operands().forEach(operand -> operands.add(values[operand]));
        return operands;
    }

    private static Set<Integer> leaves(Program program, Collection<String> names) {
        // Sorted, so that outputs come in the order of the program whatever the order of the names.
        Set<Integer> ids = new TreeSet<>();
        for (String name : names) {
            ids.add(program.leaf(name));
        }
        return ids;
    }
}
