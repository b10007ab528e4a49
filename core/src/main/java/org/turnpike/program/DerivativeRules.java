package org.turnpike.program;

import java.util.List;

/**
 * The table of derivative rules: for every {@link Opcode} one tangent rule (JVP) and one cotangent rule (VJP), written in
 * the same operations.
 */
final class DerivativeRules {

    private DerivativeRules() {}

    /** Receives the contributions of one instruction to the cotangents of its operands. */
    interface Cotangents {
        /** Whether anybody asked for the cotangent of this operand. */
        boolean wanted(int operandIndex);

        void add(int operandIndex, Value contribution);
    }

    /**
     * The tangent of one instruction, or null where it is zero.
     *
     * @param x the operands
     * @param dx their tangents, null where zero; at least one is not
     * @param y the value of the instruction
     */
    static Value tangent(ProgramBuilder p, Instruction instruction, List<Value> x, List<Value> dx, Value y) {
        return switch (instruction.opcode()) {
            case INPUT, PARAMETER, CONSTANT, GREATER, STOP_GRADIENT -> null;
            case LINEAR ->
                sum(
                        p,
                        dx.get(0) == null ? null : p.linear(dx.get(0), x.get(1)),
                        dx.get(1) == null ? null : p.linear(x.get(0), dx.get(1)));
            case LINEAR_TRANSPOSED ->
                sum(
                        p,
                        dx.get(0) == null ? null : p.linearTransposed(dx.get(0), x.get(1)),
                        dx.get(1) == null ? null : p.linearTransposed(x.get(0), dx.get(1)));
            case OUTER_SUM ->
                sum(
                        p,
                        dx.get(0) == null ? null : p.outerSum(dx.get(0), x.get(1)),
                        dx.get(1) == null ? null : p.outerSum(x.get(0), dx.get(1)));
            case CONVOLUTION ->
                sum(
                        p,
                        dx.get(0) == null ? null : p.convolution(window(instruction), dx.get(0), x.get(1)),
                        dx.get(1) == null ? null : p.convolution(window(instruction), x.get(0), dx.get(1)));
            case CONVOLUTION_TRANSPOSED ->
                sum(
                        p,
                        dx.get(0) == null ? null : p.convolutionTransposed(window(instruction), dx.get(0), x.get(1)),
                        dx.get(1) == null ? null : p.convolutionTransposed(window(instruction), x.get(0), dx.get(1)));
            case CONVOLUTION_SUM ->
                sum(
                        p,
                        dx.get(0) == null ? null : p.convolutionSum(window(instruction), dx.get(0), x.get(1)),
                        dx.get(1) == null ? null : p.convolutionSum(window(instruction), x.get(0), dx.get(1)));
            case AVERAGE_POOL -> p.averagePool(window(instruction), dx.get(0));
            case AVERAGE_POOL_TRANSPOSED -> p.averagePoolTransposed(window(instruction), dx.get(0));
            case BATCH_SUM -> p.batchSum(dx.get(0));
            case SPREAD -> p.spread(dx.get(0));
            case NEGATE -> p.negate(dx.get(0));
            case ABSOLUTE, SQUARE_ROOT, EXPONENTIAL, LOGARITHM, SINE, COSINE, TANH, SIGMOID, SOFTPLUS ->
                p.multiply(dx.get(0), slope(p, instruction.opcode(), x.get(0), y));
            case ADD -> sum(p, dx.get(0), dx.get(1));
            case SUBTRACT -> sum(p, dx.get(0), dx.get(1) == null ? null : p.negate(dx.get(1)));
            case MULTIPLY ->
                sum(
                        p,
                        dx.get(0) == null ? null : p.multiply(dx.get(0), x.get(1)),
                        dx.get(1) == null ? null : p.multiply(x.get(0), dx.get(1)));
            case DIVIDE -> {
                Value numerator = sum(p, dx.get(0), dx.get(1) == null ? null : p.negate(p.multiply(y, dx.get(1))));
                yield p.divide(numerator, x.get(1));
            }
            case MAXIMUM, MINIMUM -> {
                Value first = firstWins(p, instruction.opcode(), x);
                yield p.select(first, orZero(p, dx.get(0), y), orZero(p, dx.get(1), y));
            }
            case SELECT ->
                dx.get(1) == null && dx.get(2) == null
                        ? null
                        : p.select(x.get(0), orZero(p, dx.get(1), y), orZero(p, dx.get(2), y));
            case CONCATENATE -> {
                Value[] parts = new Value[x.size()];
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = orZero(p, dx.get(i), x.get(i));
                }
                yield p.concatenate(parts);
            }
            case SLICE -> p.slice(dx.get(0), instruction.offset(), instruction.width());
            case BROADCAST -> p.broadcast(dx.get(0), instruction.width());
            case ROW_SUM -> p.rowSum(dx.get(0), instruction.width());
            case ROW_MAXIMUM -> p.rowSum(p.multiply(largest(p, x.get(0), y), dx.get(0)));
        };
    }

    /**
     * Adds the contributions of one instruction to the cotangents of its operands.
     *
     * @param x the operands
     * @param y the value of the instruction
     * @param c its cotangent
     */
    static void cotangents(
            ProgramBuilder p, Instruction instruction, List<Value> x, Value y, Value c, Cotangents into) {
        switch (instruction.opcode()) {
            case INPUT, PARAMETER, CONSTANT, GREATER, STOP_GRADIENT -> {}
            case LINEAR -> {
                contribute(into, 0, () -> p.outerSum(c, x.get(1)));
                contribute(into, 1, () -> p.linearTransposed(x.get(0), c));
            }
            case LINEAR_TRANSPOSED -> {
                contribute(into, 0, () -> p.outerSum(x.get(1), c));
                contribute(into, 1, () -> p.linear(x.get(0), c));
            }
            case OUTER_SUM -> {
                contribute(into, 0, () -> p.linear(c, x.get(1)));
                contribute(into, 1, () -> p.linearTransposed(c, x.get(0)));
            }
            case CONVOLUTION -> {
                contribute(into, 0, () -> p.convolutionSum(window(instruction), c, x.get(1)));
                contribute(into, 1, () -> p.convolutionTransposed(window(instruction), x.get(0), c));
            }
            case CONVOLUTION_TRANSPOSED -> {
                contribute(into, 0, () -> p.convolutionSum(window(instruction), x.get(1), c));
                contribute(into, 1, () -> p.convolution(window(instruction), x.get(0), c));
            }
            case CONVOLUTION_SUM -> {
                contribute(into, 0, () -> p.convolution(window(instruction), c, x.get(1)));
                contribute(into, 1, () -> p.convolutionTransposed(window(instruction), c, x.get(0)));
            }
            case AVERAGE_POOL -> contribute(into, 0, () -> p.averagePoolTransposed(window(instruction), c));
            case AVERAGE_POOL_TRANSPOSED -> contribute(into, 0, () -> p.averagePool(window(instruction), c));
            case BATCH_SUM -> contribute(into, 0, () -> p.spread(c));
            case SPREAD -> contribute(into, 0, () -> p.batchSum(c));
            case NEGATE -> contribute(into, 0, () -> p.negate(c));
            case ABSOLUTE, SQUARE_ROOT, EXPONENTIAL, LOGARITHM, SINE, COSINE, TANH, SIGMOID, SOFTPLUS ->
                contribute(into, 0, () -> p.multiply(c, slope(p, instruction.opcode(), x.get(0), y)));
            case ADD -> {
                contribute(into, 0, () -> c);
                contribute(into, 1, () -> c);
            }
            case SUBTRACT -> {
                contribute(into, 0, () -> c);
                contribute(into, 1, () -> p.negate(c));
            }
            case MULTIPLY -> {
                contribute(into, 0, () -> p.multiply(c, x.get(1)));
                contribute(into, 1, () -> p.multiply(c, x.get(0)));
            }
            case DIVIDE -> {
                contribute(into, 0, () -> p.divide(c, x.get(1)));
                contribute(into, 1, () -> p.negate(p.divide(p.multiply(c, y), x.get(1))));
            }
            case MAXIMUM, MINIMUM -> {
                Value zero = p.constant(0, c.width());
                contribute(into, 0, () -> p.select(firstWins(p, instruction.opcode(), x), c, zero));
                contribute(into, 1, () -> p.select(firstWins(p, instruction.opcode(), x), zero, c));
            }
            case SELECT -> {
                Value zero = p.constant(0, c.width());
                contribute(into, 1, () -> p.select(x.get(0), c, zero));
                contribute(into, 2, () -> p.select(x.get(0), zero, c));
            }
            case CONCATENATE -> {
                int offset = 0;
                for (int i = 0; i < x.size(); i++) {
                    int from = offset;
                    int width = x.get(i).width();
                    contribute(into, i, () -> p.slice(c, from, width));
                    offset += width;
                }
            }
            case SLICE ->
                contribute(
                        into,
                        0,
                        () -> padded(p, c, instruction.offset(), x.get(0).width()));
            case BROADCAST -> contribute(into, 0, () -> p.rowSum(c, x.get(0).width()));
            case ROW_SUM -> contribute(into, 0, () -> p.broadcast(c, x.get(0).width()));
            case ROW_MAXIMUM ->
                contribute(
                        into,
                        0,
                        () -> p.multiply(
                                largest(p, x.get(0), y), p.broadcast(c, x.get(0).width())));
        }
    }

    private static Window window(Instruction instruction) {
        return instruction.window().orElseThrow();
    }

    /** dy/dx of a unary operation, through its value where that is cheaper. */
    private static Value slope(ProgramBuilder p, Opcode opcode, Value x, Value y) {
        Value one = p.constant(1, x.width());
        return switch (opcode) {
            case ABSOLUTE -> p.subtract(p.greater(x, p.constant(0, x.width())), p.greater(p.constant(0, x.width()), x));
            case SQUARE_ROOT -> p.divide(p.constant(0.5, x.width()), y);
            case EXPONENTIAL -> y;
            case LOGARITHM -> p.divide(one, x);
            case SINE -> p.cosine(x);
            case COSINE -> p.negate(p.sine(x));
            case TANH -> p.subtract(one, p.multiply(y, y));
            case SIGMOID -> p.multiply(y, p.subtract(one, y));
            case SOFTPLUS -> p.sigmoid(x);
            default -> throw new IllegalArgumentException(opcode + " is not a unary function");
        };
    }

    private static Value firstWins(ProgramBuilder p, Opcode opcode, List<Value> x) {
        return opcode == Opcode.MAXIMUM ? p.greater(x.get(0), x.get(1)) : p.greater(x.get(1), x.get(0));
    }

    /** 1 for every number equal to its sample's largest. */
    private static Value largest(ProgramBuilder p, Value x, Value maximum) {
        Value smaller = p.greater(p.broadcast(maximum, x.width()), x);
        return p.subtract(p.constant(1, x.width()), smaller);
    }

    private static Value padded(ProgramBuilder p, Value c, int offset, int width) {
        int after = width - offset - c.width();
        Value result = c;
        if (offset > 0) {
            result = p.concatenate(p.constant(0, offset), result);
        }
        if (after > 0) {
            result = p.concatenate(result, p.constant(0, after));
        }
        return result;
    }

    private static Value sum(ProgramBuilder p, Value a, Value b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return p.add(a, b);
    }

    private static Value orZero(ProgramBuilder p, Value value, Value like) {
        return value != null ? value : p.constant(0, like.width());
    }

    private static void contribute(Cotangents into, int operandIndex, java.util.function.Supplier<Value> contribution) {
        if (into.wanted(operandIndex)) {
            into.add(operandIndex, contribution.get());
        }
    }
}
