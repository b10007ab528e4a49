package org.turnpike.program;

/**
 * Rewrites one instruction to a simpler value, where there is one.
 *
 * <p>Only identities of real numbers. They may round differently in the last digit ({@code x / c} becomes {@code (1/c) x}),
 * may change the sign of a zero, and lose what is not a number: {@code 0 · x} and {@code 0 / x} become 0 even where x is
 * NaN, ∞ or 0, as if the term had never been written; differentiation writes many such terms.
 */
final class Simplification {

    private Simplification() {}

    /** The simpler value, or null where {@code instruction} stands as it is. */
    static Value simplify(ProgramBuilder builder, Instruction instruction) {
        return switch (instruction.opcode()) {
            case ADD -> add(builder, instruction);
            case SUBTRACT -> subtract(builder, instruction);
            case MULTIPLY -> multiply(builder, instruction);
            case DIVIDE -> divide(builder, instruction);
            case MAXIMUM, MINIMUM, GREATER -> fold(builder, instruction);
            case NEGATE -> negate(builder, instruction);
            case ABSOLUTE, SQUARE_ROOT, EXPONENTIAL, LOGARITHM, SINE, COSINE, TANH, SIGMOID, SOFTPLUS ->
                fold(builder, instruction);
            case STOP_GRADIENT -> isConstant(builder, instruction, 0) ? operand(builder, instruction, 0) : null;
            case SELECT -> select(builder, instruction);
            case LINEAR, LINEAR_TRANSPOSED, CONVOLUTION, CONVOLUTION_TRANSPOSED ->
                isZero(builder, instruction, 1) ? builder.constant(0, instruction.width()) : null;
            case BROADCAST -> broadcast(builder, instruction);
            case ROW_SUM -> rowSum(builder, instruction);
            case ROW_MAXIMUM -> rowMaximum(builder, instruction);
            case SLICE -> slice(builder, instruction);
            case CONCATENATE -> Concatenations.join(builder, instruction);
            case AVERAGE_POOL, AVERAGE_POOL_TRANSPOSED ->
                isZero(builder, instruction, 0) ? builder.constant(0, instruction.width()) : null;
            case INPUT, PARAMETER, CONSTANT, OUTER_SUM, BATCH_SUM, SPREAD, CONVOLUTION_SUM -> null;
        };
    }

    private static Value add(ProgramBuilder builder, Instruction instruction) {
        if (instruction.isShared()) {
            return null;
        }
        if (isZero(builder, instruction, 0)) {
            return operand(builder, instruction, 1);
        }
        if (isZero(builder, instruction, 1)) {
            return operand(builder, instruction, 0);
        }
        // a + (−b) = a − b: differentiation writes many negated terms.
        Instruction right = definition(builder, instruction, 1);
        if (right.opcode() == Opcode.NEGATE) {
            return builder.subtract(operand(builder, instruction, 0), builder.value(right.operand(0)));
        }
        Instruction left = definition(builder, instruction, 0);
        if (left.opcode() == Opcode.NEGATE) {
            return builder.subtract(operand(builder, instruction, 1), builder.value(left.operand(0)));
        }
        Value folded = fold(builder, instruction);
        return folded != null ? folded : Concatenations.sum(builder, instruction);
    }

    private static Value subtract(ProgramBuilder builder, Instruction instruction) {
        if (isZero(builder, instruction, 1)) {
            return operand(builder, instruction, 0);
        }
        if (isZero(builder, instruction, 0)) {
            return builder.negate(operand(builder, instruction, 1));
        }
        Instruction right = definition(builder, instruction, 1);
        if (right.opcode() == Opcode.NEGATE) {
            return builder.add(operand(builder, instruction, 0), builder.value(right.operand(0)));
        }
        return fold(builder, instruction);
    }

    private static Value multiply(ProgramBuilder builder, Instruction instruction) {
        Value folded = fold(builder, instruction);
        if (folded != null) {
            return folded;
        }
        for (int side = 0; side < 2; side++) {
            if (isConstant(builder, instruction, side)) {
                double factor = definition(builder, instruction, side).constant();
                Value other = operand(builder, instruction, 1 - side);
                if (factor == 0) {
                    return builder.constant(0, instruction.width());
                }
                if (factor == 1) {
                    return other;
                }
                if (factor == -1) {
                    return builder.negate(other);
                }
                Value merged = mergeFactors(builder, factor, other);
                if (merged != null) {
                    return merged;
                }
            }
        }
        return null;
    }

    /** {@code c · (d · x) = (cd) · x}. */
    private static Value mergeFactors(ProgramBuilder builder, double factor, Value other) {
        Instruction product = builder.definition(other.id());
        if (product.opcode() != Opcode.MULTIPLY) {
            return null;
        }
        for (int side = 0; side < 2; side++) {
            if (isConstant(builder, product, side)) {
                double both = factor * definition(builder, product, side).constant();
                return isOrdinary(both) ? builder.scale(both, operand(builder, product, 1 - side)) : null;
            }
        }
        return null;
    }

    private static Value divide(ProgramBuilder builder, Instruction instruction) {
        Value folded = fold(builder, instruction);
        if (folded != null) {
            return folded;
        }
        if (isConstant(builder, instruction, 1)) {
            double inverse = 1 / definition(builder, instruction, 1).constant();
            if (isOrdinary(inverse)) {
                return builder.scale(inverse, operand(builder, instruction, 0));
            }
        }
        return isZero(builder, instruction, 0) ? operand(builder, instruction, 0) : null;
    }

    private static Value negate(ProgramBuilder builder, Instruction instruction) {
        Instruction inner = definition(builder, instruction, 0);
        if (inner.opcode() == Opcode.NEGATE) {
            return builder.value(inner.operand(0));
        }
        if (inner.opcode() == Opcode.SUBTRACT) {
            return builder.subtract(builder.value(inner.operand(1)), builder.value(inner.operand(0)));
        }
        return fold(builder, instruction);
    }

    private static Value select(ProgramBuilder builder, Instruction instruction) {
        if (isConstant(builder, instruction, 0)) {
            return operand(
                    builder, instruction, definition(builder, instruction, 0).constant() > 0 ? 1 : 2);
        }
        return instruction.operand(1) == instruction.operand(2) ? operand(builder, instruction, 1) : null;
    }

    private static Value broadcast(ProgramBuilder builder, Instruction instruction) {
        if (isConstant(builder, instruction, 0)) {
            return builder.constant(definition(builder, instruction, 0).constant(), instruction.width());
        }
        return instruction.width() == width(builder, instruction, 0) ? operand(builder, instruction, 0) : null;
    }

    private static Value rowSum(ProgramBuilder builder, Instruction instruction) {
        int width = width(builder, instruction, 0);
        int groups = instruction.width();
        if (width == groups) {
            return operand(builder, instruction, 0);
        }
        if (isConstant(builder, instruction, 0)) {
            int run = width / groups;
            return builder.constant(definition(builder, instruction, 0).constant() * run, groups);
        }
        return null;
    }

    private static Value rowMaximum(ProgramBuilder builder, Instruction instruction) {
        if (width(builder, instruction, 0) == 1) {
            return operand(builder, instruction, 0);
        }
        return isConstant(builder, instruction, 0)
                ? builder.constant(definition(builder, instruction, 0).constant(), 1)
                : null;
    }

    private static Value slice(ProgramBuilder builder, Instruction instruction) {
        Instruction source = definition(builder, instruction, 0);
        int from = instruction.offset();
        int end = from + instruction.width();
        if (from == 0 && instruction.width() == source.width()) {
            return operand(builder, instruction, 0);
        }
        switch (source.opcode()) {
            case CONSTANT:
                return builder.constant(source.constant(), instruction.width());
            case BROADCAST:
                Value repeated = builder.value(source.operand(0));
                return repeated.width() == 1 ? builder.broadcast(repeated, instruction.width()) : null;
            case SLICE:
                return builder.slice(builder.value(source.operand(0)), source.offset() + from, instruction.width());
            case CONCATENATE:
                int start = 0;
                for (int part : source.operands()) {
                    Value value = builder.value(part);
                    if (from >= start && end <= start + value.width()) {
                        return builder.slice(value, from - start, instruction.width());
                    }
                    start += value.width();
                }
                return null;
            default:
                return null;
        }
    }

    private static Value fold(ProgramBuilder builder, Instruction instruction) {
        double[] arguments = new double[instruction.operands().size()];
        for (int i = 0; i < arguments.length; i++) {
            if (!isConstant(builder, instruction, i)) {
                return null;
            }
            arguments[i] = definition(builder, instruction, i).constant();
        }
        return builder.constant(Elementwise.apply(instruction.opcode(), arguments), instruction.width());
    }

    private static Instruction definition(ProgramBuilder builder, Instruction instruction, int index) {
        return builder.definition(instruction.operand(index));
    }

    private static Value operand(ProgramBuilder builder, Instruction instruction, int index) {
        return builder.value(instruction.operand(index));
    }

    private static int width(ProgramBuilder builder, Instruction instruction, int index) {
        return definition(builder, instruction, index).width();
    }

    private static boolean isConstant(ProgramBuilder builder, Instruction instruction, int index) {
        return definition(builder, instruction, index).opcode() == Opcode.CONSTANT;
    }

    /** Neither too large nor too small for a back-end that computes in float. */
    private static boolean isOrdinary(double factor) {
        double magnitude = Math.abs(factor);
        return magnitude >= Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE;
    }

    private static boolean isZero(ProgramBuilder builder, Instruction instruction, int index) {
        return isConstant(builder, instruction, index)
                && definition(builder, instruction, index).constant() == 0;
    }
}
