package org.turnpike.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random programs that compose all opcodes, for properties that must hold for every program.
 *
 * <p>The instructions are written as they fall, past the builder, so nothing is simplified. Every value stays of order one
 * for arguments in (−1, 1), and logarithms, roots and quotients keep away from their singularities, so results can be
 * compared between back-ends of different precision.
 */
public final class RandomProgram {

    private static final double[] CONSTANTS = {0, 1, -1, 2, 0.5, -0.25};
    private static final double LARGEST = 3;

    private final Random random;
    private final int[] widths;
    private final List<Instruction> instructions = new ArrayList<>();
    /** Largest magnitude that each value can have. */
    private final List<Double> bounds = new ArrayList<>();
    /** Per-sample values that may become operands. */
    private final List<Integer> rows = new ArrayList<>();

    private final List<Integer> parameters = new ArrayList<>();

    private RandomProgram(long seed, int[] widths) {
        this.random = new Random(seed);
        this.widths = widths.clone();
    }

    /**
     * A program of about {@code steps} operations, the same for the same arguments.
     *
     * @param widths from which inputs and the results of matrix products take theirs
     */
    public static Program of(long seed, int steps, int... widths) {
        return new RandomProgram(seed, widths).write(steps);
    }

    private Program write(int steps) {
        for (String name : List.of("x", "z")) {
            rows.add(append(new Instruction(Opcode.INPUT, new Shape.Rows(anyWidth()), List.of(), 0, 0, name), 1));
        }
        Opcode[] opcodes = Opcode.values();
        for (int step = 0; step < steps; step++) {
            Opcode opcode = opcodes[random.nextInt(opcodes.length)];
            int value = step(opcode);
            if (value >= 0) {
                rows.add(tamed(value));
            }
        }
        Map<String, Integer> outputs = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            outputs.put("y" + i, i == 0 ? rows.get(rows.size() - 1) : any());
        }
        int a = any();
        int b = any();
        Shape outer = new Shape.Shared(width(a), width(b));
        int first = emit(Opcode.OUTER_SUM, outer, 0, a, b);
        int second = emit(Opcode.OUTER_SUM, outer, 0, like(a), like(b));
        outputs.put("s0", emit(Opcode.ADD, outer, 0, first, second));
        outputs.put("s1", second);
        Window window = window(b);
        outputs.put(
                "s3",
                emit(
                        Opcode.CONVOLUTION_SUM,
                        window,
                        new Shape.Shared(1, window.fanIn()),
                        0,
                        anyOf(window.positions()),
                        b));
        outputs.put("s2", emit(Opcode.BATCH_SUM, new Shape.Shared(width(a), 1), 0, a));
        return new Program(instructions, outputs);
    }

    /** Writes one operation; −1 for an opcode that has no per-sample result. */
    private int step(Opcode opcode) {
        return switch (opcode) {
            case INPUT, PARAMETER, OUTER_SUM, BATCH_SUM, CONVOLUTION_SUM -> -1;
            case CONSTANT -> constant(CONSTANTS[random.nextInt(CONSTANTS.length)], anyWidth());
            case LINEAR -> {
                int x = any();
                int matrix = parameter(anyWidth(), width(x));
                yield emit(opcode, new Shape.Rows(shared(matrix).rows()), width(x) * bound(x), matrix, x);
            }
            case LINEAR_TRANSPOSED -> {
                int y = any();
                int matrix = parameter(width(y), anyWidth());
                yield emit(opcode, new Shape.Rows(shared(matrix).columns()), width(y) * bound(y), matrix, y);
            }
            case CONVOLUTION -> {
                int x = any();
                Window window = window(x);
                int kernels = parameter(1 + random.nextInt(2), window.fanIn());
                Shape result = new Shape.Rows(shared(kernels).rows() * window.positions());
                yield emit(opcode, window, result, window.fanIn() * bound(x), kernels, x);
            }
            case CONVOLUTION_TRANSPOSED -> {
                int image = any();
                Window window = window(image);
                int y = anyOf(window.positions());
                int kernels = parameter(1, window.fanIn());
                yield emit(opcode, window, new Shape.Rows(width(image)), window.taps() * bound(y), kernels, y);
            }
            case AVERAGE_POOL -> {
                int x = any();
                Window window = window(x);
                yield emit(opcode, window, new Shape.Rows(window.positions()), bound(x), x);
            }
            case AVERAGE_POOL_TRANSPOSED -> {
                int image = any();
                Window window = window(image);
                int y = anyOf(window.positions());
                yield emit(opcode, window, new Shape.Rows(width(image)), bound(y), y);
            }
            case SPREAD -> {
                int vector = parameter(anyWidth(), 1);
                yield emit(opcode, new Shape.Rows(shared(vector).rows()), 1, vector);
            }
            case NEGATE, ABSOLUTE, STOP_GRADIENT -> {
                int x = any();
                yield elementwise(opcode, bound(x), x);
            }
            case SQUARE_ROOT, LOGARITHM -> {
                int x = positive(any());
                yield elementwise(opcode, bound(x), x);
            }
            case EXPONENTIAL -> {
                int x = any();
                yield elementwise(opcode, Math.exp(bound(x)), x);
            }
            case SINE, COSINE, TANH, SIGMOID -> elementwise(opcode, 1, any());
            case SOFTPLUS -> {
                int x = any();
                yield elementwise(opcode, bound(x) + 1, x);
            }
            case ADD, SUBTRACT -> {
                int a = any();
                int b = like(a);
                yield elementwise(opcode, bound(a) + bound(b), a, b);
            }
            case MULTIPLY -> {
                int a = any();
                int b = like(a);
                yield elementwise(opcode, bound(a) * bound(b), a, b);
            }
            case DIVIDE -> {
                int a = any();
                yield elementwise(opcode, bound(a) * 2, a, positive(like(a)));
            }
            case MAXIMUM, MINIMUM -> {
                int a = any();
                int b = like(a);
                yield elementwise(opcode, Math.max(bound(a), bound(b)), a, b);
            }
            case GREATER -> {
                int a = any();
                yield elementwise(opcode, 1, a, like(a));
            }
            case SELECT -> {
                int a = any();
                int b = like(a);
                yield elementwise(opcode, Math.max(bound(a), bound(b)), like(a), a, b);
            }
            case CONCATENATE -> {
                int a = any();
                int b = any();
                int c = any();
                yield emit(
                        opcode,
                        new Shape.Rows(width(a) + width(b) + width(c)),
                        Math.max(bound(a), Math.max(bound(b), bound(c))),
                        a,
                        b,
                        c);
            }
            case SLICE -> slice(any());
            case BROADCAST -> {
                int x = random.nextBoolean() ? like(anyOf(1)) : any();
                int width = width(x) == 1 ? anyWidth() : (1 + random.nextInt(3)) * width(x);
                yield emit(opcode, new Shape.Rows(width), bound(x), x);
            }
            case ROW_SUM -> {
                int x = any();
                int groups = random.nextBoolean() ? 1 : divisor(width(x));
                int run = width(x) / groups;
                yield emit(opcode, new Shape.Rows(groups), run * bound(x), x);
            }
            case ROW_MAXIMUM -> {
                int x = any();
                yield emit(opcode, new Shape.Rows(1), bound(x), x);
            }
        };
    }

    /** {@code value}, scaled or squashed where it may be large, and cut where it is wide. */
    private int tamed(int value) {
        int result = value;
        if (bound(value) > LARGEST) {
            int factor = constant(1 / bound(value), width(value));
            result = random.nextBoolean()
                    ? elementwise(Opcode.MULTIPLY, 1, factor, value)
                    : elementwise(Opcode.SINE, 1, value);
        }
        return width(result) > 2 * largestWidth() ? slice(result) : result;
    }

    /** At least 0.5: {@code x² + 0.5} or {@code softplus(x) + 0.5}. */
    private int positive(int x) {
        int half = constant(0.5, width(x));
        int base = random.nextBoolean()
                ? elementwise(Opcode.MULTIPLY, bound(x) * bound(x), x, x)
                : elementwise(Opcode.SOFTPLUS, bound(x) + 1, x);
        return elementwise(Opcode.ADD, bound(base) + 0.5, base, half);
    }

    private int slice(int x) {
        int width = 1 + random.nextInt(Math.min(width(x), largestWidth()));
        int offset = random.nextInt(width(x) - width + 1);
        return append(new Instruction(Opcode.SLICE, new Shape.Rows(width), List.of(x), 0, offset, ""), bound(x));
    }

    /** A per-sample value, one of the last few as often as not. */
    private int any() {
        int count = rows.size();
        int from = random.nextBoolean() ? Math.max(0, count - 4) : 0;
        return rows.get(from + random.nextInt(count - from));
    }

    /** A per-sample value as wide as {@code x}. */
    private int like(int x) {
        return anyOf(width(x));
    }

    private int anyOf(int width) {
        List<Integer> same = rows.stream().filter(id -> width(id) == width).toList();
        if (!same.isEmpty()) {
            return same.get(random.nextInt(same.size()));
        }
        int x = any();
        int product = emit(Opcode.LINEAR, new Shape.Rows(width), width(x) * bound(x), parameter(width, width(x)), x);
        int value = elementwise(Opcode.TANH, 1, product);
        rows.add(value);
        return value;
    }

    /** A parameter of this shape, one that is there already as often as not. */
    private int parameter(int rowCount, int columnCount) {
        Shape.Shared shape = new Shape.Shared(rowCount, columnCount);
        List<Integer> same = parameters.stream()
                .filter(id -> instructions.get(id).shape().equals(shape))
                .toList();
        if (!same.isEmpty() && random.nextBoolean()) {
            return same.get(random.nextInt(same.size()));
        }
        String name = "p" + parameters.size();
        int id = append(new Instruction(Opcode.PARAMETER, shape, List.of(), 0, 0, name), 1);
        parameters.add(id);
        return id;
    }

    private int constant(double value, int width) {
        return append(
                new Instruction(Opcode.CONSTANT, new Shape.Rows(width), List.of(), value, 0, ""), Math.abs(value));
    }

    private int elementwise(Opcode opcode, double bound, Integer... operands) {
        return emit(opcode, new Shape.Rows(width(operands[0])), bound, operands);
    }

    private int emit(Opcode opcode, Shape shape, double bound, Integer... operands) {
        return append(new Instruction(opcode, shape, List.of(operands), 0, 0, ""), bound);
    }

    private int emit(Opcode opcode, Window window, Shape shape, double bound, Integer... operands) {
        return append(Instruction.of(opcode, window, shape, operands), bound);
    }

    /** A window over one channel that is as wide as {@code x}, in as many rows as divide it. */
    private Window window(int x) {
        int height = divisor(width(x));
        int width = width(x) / height;
        int kernelHeight = 1 + random.nextInt(Math.min(height, 3));
        int kernelWidth = 1 + random.nextInt(Math.min(width, 3));
        int padding = random.nextInt(Math.min(kernelHeight, kernelWidth));
        return new Window(1, height, width, kernelHeight, kernelWidth, 1 + random.nextInt(2), padding);
    }

    /** The largest number of at most 4 that divides {@code number}. */
    private static int divisor(int number) {
        return number % 4 == 0 ? 4 : number % 3 == 0 ? 3 : number % 2 == 0 ? 2 : 1;
    }

    private int append(Instruction instruction, double bound) {
        instructions.add(instruction);
        bounds.add(bound);
        return instructions.size() - 1;
    }

    private int anyWidth() {
        return widths[random.nextInt(widths.length)];
    }

    private int largestWidth() {
        int largest = 1;
        for (int width : widths) {
            largest = Math.max(largest, width);
        }
        return largest;
    }

    private int width(int id) {
        return instructions.get(id).width();
    }

    private Shape.Shared shared(int id) {
        return instructions.get(id).shared();
    }

    private double bound(int id) {
        return bounds.get(id);
    }
}
