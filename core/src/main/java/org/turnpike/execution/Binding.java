package org.turnpike.execution;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Instruction;
import org.turnpike.program.Opcode;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.Shape;

/**
 * What {@link Workspace#prepare} was given, checked once for all back-ends: every input has a buffer, every wanted output
 * exists, widths agree, parameters have the shapes of the layout, and every shared output is the gradient of a parameter.
 *
 * @param program the program with the wanted and the shared outputs only; its instructions are all still there, {@link
 *     Program#live} tells which are needed
 * @param inputs the buffer of every input, by name
 * @param outputs which value goes to which buffer; no buffer occurs twice
 * @param gradients which shared value is added to the gradient, and at which offset of the flat vector
 */
public record Binding(Program program, Map<String, Buffer> inputs, List<Output> outputs, List<Gradient> gradients) {

    public Binding {
        inputs = Map.copyOf(inputs);
        outputs = List.copyOf(outputs);
        gradients = List.copyOf(gradients);
    }

    /** Value number {@code value} goes to {@code buffer}. */
    public record Output(int value, Buffer buffer) {}

    /** Shared value number {@code value} is added to the gradient from {@code offset} on. */
    public record Gradient(int value, int offset) {}

    /** Checks the arguments of {@link Workspace#prepare}. */
    public static Binding of(
            Program program, ParameterLayout layout, Map<String, Buffer> inputs, Map<String, Buffer> outputs) {
        checkParameters(program, layout);
        Map<String, Integer> kept = new LinkedHashMap<>();
        List<Gradient> gradients = new ArrayList<>();
        program.outputs().forEach((name, value) -> {
            Instruction instruction = program.instruction(value);
            if (instruction.isShared()) {
                checkSum(program, value, name);
                gradients.add(new Gradient(value, gradientOffset(name, instruction.shared(), layout)));
                kept.put(name, value);
            } else if (outputs.containsKey(name)) {
                kept.put(name, value);
            }
        });
        return new Binding(
                new Program(program.instructions(), kept),
                boundInputs(program, inputs),
                boundOutputs(program, outputs),
                gradients);
    }

    private static void checkParameters(Program program, ParameterLayout layout) {
        Set<String> missing = new TreeSet<>();
        for (String name : program.parameters()) {
            if (!layout.contains(name)) {
                missing.add(name);
                continue;
            }
            Shape.Shared wanted = program.instruction(program.leaf(name)).shared();
            Shape.Shared found = layout.entry(name).shape();
            if (!wanted.equals(found)) {
                throw new IllegalArgumentException("The program reads parameter '" + name + "' as " + wanted
                        + ", but the layout has it as " + found);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("The program reads parameters " + missing
                    + " that are not in the layout; it has "
                    + new TreeSet<>(layout.entries().keySet()));
        }
    }

    private static Map<String, Buffer> boundInputs(Program program, Map<String, Buffer> inputs) {
        Set<String> missing = new TreeSet<>(program.inputs());
        missing.removeAll(inputs.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("No buffer for the inputs " + missing + " of the program; given were "
                    + new TreeSet<>(inputs.keySet()));
        }
        Map<String, Buffer> bound = new TreeMap<>();
        for (String name : program.inputs()) {
            bound.put(name, checked("Input", name, program.inputWidth(name), inputs.get(name)));
        }
        return bound;
    }

    private static List<Output> boundOutputs(Program program, Map<String, Buffer> outputs) {
        Map<Buffer, String> users = new IdentityHashMap<>();
        List<Output> bound = new ArrayList<>();
        outputs.forEach((name, buffer) -> {
            int value = program.output(name);
            Instruction instruction = program.instruction(value);
            if (instruction.isShared()) {
                throw new IllegalArgumentException("Output '" + name + "' is " + instruction.shape()
                        + "; it goes to the gradient, not to a buffer");
            }
            bound.add(new Output(value, checked("Output", name, instruction.width(), buffer)));
            String other = users.put(buffer, name);
            if (other != null) {
                throw new IllegalArgumentException("Outputs '" + other + "' and '" + name + "' go to the same buffer");
            }
        });
        return bound;
    }

    private static Buffer checked(String kind, String name, int width, Buffer buffer) {
        if (buffer.width() != width) {
            throw new IllegalArgumentException(
                    kind + " '" + name + "' has width " + width + ", but its buffer has width " + buffer.width());
        }
        return buffer;
    }

    /** A parameter is not a sum over the batch: added once a tile, it would count the tiles. */
    private static void checkSum(Program program, int value, String output) {
        Instruction instruction = program.instruction(value);
        if (instruction.opcode() == Opcode.ADD) {
            instruction.operands().forEach(operand -> checkSum(program, operand, output));
        } else if (instruction.opcode().kind() != Opcode.Kind.ACCUMULATION) {
            throw new IllegalArgumentException("Shared output '" + output
                    + "' must be a sum over the batch, found one that contains " + instruction.opcode()
                    + " '" + instruction.name() + "'");
        }
    }

    private static int gradientOffset(String output, Shape.Shared shape, ParameterLayout layout) {
        for (Map.Entry<String, ParameterLayout.Entry> parameter :
                layout.entries().entrySet()) {
            if (output.equals(Differentiation.cotangent(parameter.getKey()))) {
                Shape.Shared expected = parameter.getValue().shape();
                if (!shape.equals(expected)) {
                    throw new IllegalArgumentException(
                            "Shared output '" + output + "' is " + shape + ", but its parameter is " + expected);
                }
                return parameter.getValue().offset();
            }
        }
        throw new IllegalArgumentException("Shared output '" + output
                + "' is the cotangent of no parameter in the layout; it has "
                + new TreeSet<>(layout.entries().keySet()) + ". Leave it out with Program.select");
    }
}
