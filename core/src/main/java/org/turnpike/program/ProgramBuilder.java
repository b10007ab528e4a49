package org.turnpike.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a program, one operation a call.
 *
 * <p>An operation that was written before with the same operands gives the value it gave then, and operations on
 * constants are simplified as they are written ({@link Simplification}); so what differentiation writes needs no clean-up
 * pass but {@link #build}, which leaves out what no output needs. Not safe for several threads.
 */
public final class ProgramBuilder {

    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<Instruction, Value> written = new HashMap<>();
    private final Map<String, Value> leaves = new HashMap<>();
    private final Map<String, Integer> outputs = new LinkedHashMap<>();

    /** The per-sample argument {@code name} of {@code width} numbers; the same value each time it is asked for. */
    public Value input(String name, int width) {
        return leaf(Opcode.INPUT, name, new Shape.Rows(width));
    }

    /** The shared matrix {@code name}; the same value each time it is asked for. */
    public Value parameter(String name, int rows, int columns) {
        return leaf(Opcode.PARAMETER, name, new Shape.Shared(rows, columns));
    }

    /** The shared vector {@code name} of {@code size} numbers. */
    public Value parameter(String name, int size) {
        return parameter(name, size, 1);
    }

    public Value constant(double value, int width) {
        return emit(new Instruction(Opcode.CONSTANT, new Shape.Rows(width), List.of(), value, 0, ""));
    }

    /** {@code M x}. */
    public Value linear(Value matrix, Value x) {
        return emit(Instruction.of(Opcode.LINEAR, new Shape.Rows(matrix.shared().rows()), matrix.id(), x.id()));
    }

    /** {@code Mᵀ y}. */
    public Value linearTransposed(Value matrix, Value y) {
        return emit(Instruction.of(
                Opcode.LINEAR_TRANSPOSED, new Shape.Rows(matrix.shared().columns()), matrix.id(), y.id()));
    }

    /** {@code W x + b}. */
    public Value affine(Value weights, Value bias, Value x) {
        return add(linear(weights, x), spread(bias));
    }

    /** {@code Σ y xᵀ} over the batch. */
    public Value outerSum(Value y, Value x) {
        return emit(Instruction.of(Opcode.OUTER_SUM, new Shape.Shared(y.width(), x.width()), y.id(), x.id()));
    }

    /** {@code Σ x} over the batch. */
    public Value batchSum(Value x) {
        return emit(Instruction.of(Opcode.BATCH_SUM, new Shape.Shared(x.width(), 1), x.id()));
    }

    /** The shared vector, for every sample. */
    public Value spread(Value vector) {
        return emit(Instruction.of(Opcode.SPREAD, new Shape.Rows(vector.shared().rows()), vector.id()));
    }

    /**
     * A convolution without bias.
     *
     * @param kernels shared(q, {@link Window#fanIn}), in the order q, channel, kernel row, kernel column
     * @param x rows({@link Window#imageSize})
     * @return rows(q · {@link Window#positions})
     */
    public Value convolution(Window window, Value kernels, Value x) {
        int width = Math.multiplyExact(kernels.shared().rows(), window.positions());
        return emit(Instruction.of(Opcode.CONVOLUTION, window, new Shape.Rows(width), kernels.id(), x.id()));
    }

    /** The transpose of {@link #convolution}: rows(q · positions) → rows(image). */
    public Value convolutionTransposed(Window window, Value kernels, Value y) {
        Shape image = new Shape.Rows(window.imageSize());
        return emit(Instruction.of(Opcode.CONVOLUTION_TRANSPOSED, window, image, kernels.id(), y.id()));
    }

    /** The cotangent of a {@link #convolution}'s kernels, given that of its result and its operand; over the batch. */
    public Value convolutionSum(Window window, Value y, Value x) {
        Shape kernels = new Shape.Shared(y.width() / window.positions(), window.fanIn());
        return emit(Instruction.of(Opcode.CONVOLUTION_SUM, window, kernels, y.id(), x.id()));
    }

    /** Means over windows of each channel: rows(image) → rows(channels · positions). */
    public Value averagePool(Window window, Value x) {
        Shape means = new Shape.Rows(window.channels() * window.positions());
        return emit(Instruction.of(Opcode.AVERAGE_POOL, window, means, x.id()));
    }

    /** The transpose of {@link #averagePool}. */
    public Value averagePoolTransposed(Window window, Value y) {
        Shape image = new Shape.Rows(window.imageSize());
        return emit(Instruction.of(Opcode.AVERAGE_POOL_TRANSPOSED, window, image, y.id()));
    }

    public Value negate(Value x) {
        return unary(Opcode.NEGATE, x);
    }

    public Value absolute(Value x) {
        return unary(Opcode.ABSOLUTE, x);
    }

    public Value squareRoot(Value x) {
        return unary(Opcode.SQUARE_ROOT, x);
    }

    public Value exponential(Value x) {
        return unary(Opcode.EXPONENTIAL, x);
    }

    public Value logarithm(Value x) {
        return unary(Opcode.LOGARITHM, x);
    }

    public Value sine(Value x) {
        return unary(Opcode.SINE, x);
    }

    public Value cosine(Value x) {
        return unary(Opcode.COSINE, x);
    }

    public Value tanh(Value x) {
        return unary(Opcode.TANH, x);
    }

    public Value sigmoid(Value x) {
        return unary(Opcode.SIGMOID, x);
    }

    public Value softplus(Value x) {
        return unary(Opcode.SOFTPLUS, x);
    }

    public Value stopGradient(Value x) {
        return unary(Opcode.STOP_GRADIENT, x);
    }

    /** {@code a + b}; both per sample or both shared. */
    public Value add(Value a, Value b) {
        return emit(Instruction.of(Opcode.ADD, a.shape(), a.id(), b.id()));
    }

    public Value subtract(Value a, Value b) {
        return binary(Opcode.SUBTRACT, a, b);
    }

    public Value multiply(Value a, Value b) {
        return binary(Opcode.MULTIPLY, a, b);
    }

    public Value divide(Value a, Value b) {
        return binary(Opcode.DIVIDE, a, b);
    }

    public Value maximum(Value a, Value b) {
        return binary(Opcode.MAXIMUM, a, b);
    }

    public Value minimum(Value a, Value b) {
        return binary(Opcode.MINIMUM, a, b);
    }

    /** 1 where {@code a > b}, else 0. */
    public Value greater(Value a, Value b) {
        return binary(Opcode.GREATER, a, b);
    }

    /** {@code a} where {@code mask > 0}, else {@code b}. */
    public Value select(Value mask, Value a, Value b) {
        return emit(Instruction.of(Opcode.SELECT, new Shape.Rows(mask.width()), mask.id(), a.id(), b.id()));
    }

    /** {@code factor · x}. */
    public Value scale(double factor, Value x) {
        return multiply(constant(factor, x.width()), x);
    }

    /** {@code x · s} where {@code s} has width 1. */
    public Value scaleRows(Value s, Value x) {
        return multiply(broadcast(s, x.width()), x);
    }

    public Value square(Value x) {
        return multiply(x, x);
    }

    public Value concatenate(Value... parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        int width = Arrays.stream(parts).mapToInt(Value::width).sum();
        return emit(Instruction.of(
                Opcode.CONCATENATE,
                new Shape.Rows(width),
                Arrays.stream(parts).map(Value::id).toArray(Integer[]::new)));
    }

    /** {@code width} numbers of {@code x} from {@code offset}. */
    public Value slice(Value x, int offset, int width) {
        return emit(new Instruction(Opcode.SLICE, new Shape.Rows(width), List.of(x.id()), 0, offset, ""));
    }

    /** Every number repeated in a run of its own, to {@code width} numbers: a multiple of those there are. */
    public Value broadcast(Value x, int width) {
        return emit(Instruction.of(Opcode.BROADCAST, new Shape.Rows(width), x.id()));
    }

    public Value rowSum(Value x) {
        return rowSum(x, 1);
    }

    /** Sums of {@code groups} runs of consecutive numbers, all of one length. */
    public Value rowSum(Value x, int groups) {
        return emit(Instruction.of(Opcode.ROW_SUM, new Shape.Rows(groups), x.id()));
    }

    public Value rowMaximum(Value x) {
        return emit(Instruction.of(Opcode.ROW_MAXIMUM, new Shape.Rows(1), x.id()));
    }

    /** {@code Σ a·b} of each sample. */
    public Value dot(Value a, Value b) {
        return rowSum(multiply(a, b));
    }

    /**
     * Writes all of {@code program} here.
     *
     * @param arguments values for its inputs and parameters by name; one that is missing becomes (or joins) an input or
     *     parameter of that name here
     * @return its outputs by name
     */
    public Map<String, Value> inline(Program program, Map<String, Value> arguments) {
        Value[] values = new Value[program.instructions().size()];
        for (int id = 0; id < values.length; id++) {
            Instruction instruction = program.instruction(id);
            Value argument = instruction.isNamedLeaf() ? arguments.get(instruction.name()) : null;
            values[id] = argument == null ? copy(instruction, values) : checked(instruction, argument);
        }
        Map<String, Value> results = new LinkedHashMap<>();
        program.outputs().forEach((name, id) -> results.put(name, values[id]));
        return results;
    }

    /** Writes {@code instruction} with its operands replaced by what they became in {@code values}. */
    Value copy(Instruction instruction, Value[] values) {
        if (instruction.isNamedLeaf()) {
            return leaf(instruction.opcode(), instruction.name(), instruction.shape());
        }
        List<Integer> operands =
                instruction.operands().stream().map(o -> values[o].id()).toList();
        return emit(instruction.withOperands(operands));
    }

    /** Gives {@code value} to whoever runs the program, as {@code name}. */
    public ProgramBuilder output(String name, Value value) {
        Integer known = outputs.putIfAbsent(name, value.id());
        if (known != null && known != value.id()) {
            throw new IllegalArgumentException("There is already another output '" + name
                    + "'; rename one of them (Program.renameOutputs) or leave it out (Program.select)");
        }
        return this;
    }

    /** The program written so far, without what no output needs. */
    public Program build() {
        boolean[] live = new boolean[instructions.size()];
        outputs.values().forEach(id -> live[id] = true);
        for (int id = live.length - 1; id >= 0; id--) {
            if (live[id]) {
                instructions.get(id).operands().forEach(operand -> live[operand] = true);
            }
        }
        int[] renumbered = new int[live.length];
        List<Instruction> kept = new ArrayList<>();
        for (int id = 0; id < live.length; id++) {
            if (live[id]) {
                renumbered[id] = kept.size();
                Instruction old = instructions.get(id);
                List<Integer> operands =
                        old.operands().stream().map(o -> renumbered[o]).toList();
                kept.add(old.withOperands(operands));
            }
        }
        Map<String, Integer> results = new LinkedHashMap<>();
        outputs.forEach((name, id) -> results.put(name, renumbered[id]));
        return new Program(kept, results);
    }

    Instruction definition(int id) {
        return instructions.get(id);
    }

    Value value(int id) {
        return new Value(id, instructions.get(id).shape());
    }

    private Value unary(Opcode opcode, Value x) {
        return emit(Instruction.of(opcode, new Shape.Rows(x.width()), x.id()));
    }

    private Value binary(Opcode opcode, Value a, Value b) {
        return emit(Instruction.of(opcode, new Shape.Rows(a.width()), a.id(), b.id()));
    }

    private Value leaf(Opcode opcode, String name, Shape shape) {
        Value known = leaves.get(name);
        if (known == null) {
            known = append(new Instruction(opcode, shape, List.of(), 0, 0, name));
            leaves.put(name, known);
        } else if (!known.shape().equals(shape) || instructions.get(known.id()).opcode() != opcode) {
            throw new IllegalArgumentException("'" + name + "' is already "
                    + instructions.get(known.id()).opcode() + " " + known.shape() + ", and cannot also be " + opcode
                    + " "
                    + shape);
        }
        return known;
    }

    private Value emit(Instruction instruction) {
        Value distributed = overSharedSum(instruction);
        if (distributed != null) {
            return distributed;
        }
        Verifier.verifyNext(instructions, instruction);
        Value simpler = Simplification.simplify(this, instruction);
        if (simpler != null) {
            return simpler;
        }
        Value known = written.get(instruction);
        return known != null ? known : append(instruction);
    }

    /**
     * {@code (M + N) x = M x + N x}: a matrix operand must be a parameter, and where several outputs of a differentiated
     * program lead to one shared value its cotangent is a sum of parameters.
     */
    private Value overSharedSum(Instruction instruction) {
        switch (instruction.opcode()) {
            case LINEAR, LINEAR_TRANSPOSED, SPREAD, CONVOLUTION, CONVOLUTION_TRANSPOSED -> {
                Instruction matrix = definition(instruction.operand(0));
                if (matrix.opcode() != Opcode.ADD || !matrix.isShared()) {
                    return null;
                }
                Value[] terms = new Value[2];
                for (int i = 0; i < 2; i++) {
                    List<Integer> operands = new ArrayList<>(instruction.operands());
                    operands.set(0, matrix.operand(i));
                    terms[i] = emit(instruction.withOperands(operands));
                }
                return add(terms[0], terms[1]);
            }
            default -> {
                return null;
            }
        }
    }

    private Value append(Instruction instruction) {
        Value value = new Value(instructions.size(), instruction.shape());
        instructions.add(instruction);
        written.put(instruction, value);
        return value;
    }

    private static Value checked(Instruction leaf, Value argument) {
        if (!leaf.shape().equals(argument.shape())) {
            throw new IllegalArgumentException(
                    "Argument '" + leaf.name() + "' must be " + leaf.shape() + ", found " + argument.shape());
        }
        return argument;
    }
}
