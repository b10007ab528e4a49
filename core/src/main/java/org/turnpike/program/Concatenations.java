package org.turnpike.program;

import java.util.ArrayList;
import java.util.List;

/**
 * Identities of concatenations. Differentiation writes many: the cotangent of a slice is a concatenation with zeros, and
 * where a state is taken apart and put together again these must not cost a pass over memory each.
 */
final class Concatenations {

    private Concatenations() {}

    /**
     * Nested concatenations become one, adjacent constants of one value join, and adjacent slices of one value become a
     * slice of it.
     *
     * @return null where there is nothing to join
     */
    static Value join(ProgramBuilder builder, Instruction concatenation) {
        List<Value> parts = new ArrayList<>();
        for (int operand : concatenation.operands()) {
            Instruction part = builder.definition(operand);
            if (part.opcode() == Opcode.CONCATENATE) {
                part.operands().forEach(inner -> append(builder, parts, builder.value(inner)));
            } else {
                append(builder, parts, builder.value(operand));
            }
        }
        List<Integer> ids = parts.stream().map(Value::id).toList();
        return ids.equals(concatenation.operands()) ? null : builder.concatenate(parts.toArray(Value[]::new));
    }

    private static void append(ProgramBuilder builder, List<Value> parts, Value next) {
        Value joined = parts.isEmpty() ? null : joined(builder, parts.get(parts.size() - 1), next);
        if (joined == null) {
            parts.add(next);
        } else {
            parts.set(parts.size() - 1, joined);
        }
    }

    /** Both as one value, or null. */
    private static Value joined(ProgramBuilder builder, Value left, Value right) {
        Instruction a = builder.definition(left.id());
        Instruction b = builder.definition(right.id());
        int width = a.width() + b.width();
        if (a.opcode() == Opcode.CONSTANT && b.opcode() == Opcode.CONSTANT && a.constant() == b.constant()) {
            return builder.constant(a.constant(), width);
        }
        if (a.opcode() == Opcode.SLICE
                && b.opcode() == Opcode.SLICE
                && a.operand(0) == b.operand(0)
                && a.offset() + a.width() == b.offset()) {
            return builder.slice(builder.value(a.operand(0)), a.offset(), width);
        }
        return null;
    }

    /**
     * {@code (a, 0) + (0, b) = (a, b)}.
     *
     * @return null where both are other than zero anywhere, or where the parts do not meet
     */
    static Value sum(ProgramBuilder builder, Instruction addition) {
        Instruction left = builder.definition(addition.operand(0));
        Instruction right = builder.definition(addition.operand(1));
        if (left.opcode() != Opcode.CONCATENATE || right.opcode() != Opcode.CONCATENATE) {
            return null;
        }
        Parts a = new Parts(builder, left);
        Parts b = new Parts(builder, right);
        List<Value> result = new ArrayList<>();
        while (!a.isDone()) {
            Parts zero = a.isZero() ? a : b;
            Parts other = zero == a ? b : a;
            if (!zero.isZero()) {
                return null;
            }
            if (other.isZero()) {
                int width = Math.min(zero.left(), other.left());
                result.add(builder.constant(0, width));
                zero.advance(width);
                other.advance(width);
            } else if (other.isWhole() && other.left() <= zero.left()) {
                int width = other.left();
                result.add(other.value());
                zero.advance(width);
                other.advance(width);
            } else {
                return null;
            }
        }
        return builder.concatenate(result.toArray(Value[]::new));
    }

    /** A walk along the parts of a concatenation. */
    private static final class Parts {
        private final ProgramBuilder builder;
        private final List<Integer> operands;
        private int index;
        private int used;

        Parts(ProgramBuilder builder, Instruction concatenation) {
            this.builder = builder;
            this.operands = concatenation.operands();
        }

        boolean isDone() {
            return index == operands.size();
        }

        Value value() {
            return builder.value(operands.get(index));
        }

        boolean isZero() {
            Instruction part = builder.definition(operands.get(index));
            return part.opcode() == Opcode.CONSTANT && part.constant() == 0;
        }

        /** Whether nothing of the current part is used up. */
        boolean isWhole() {
            return used == 0;
        }

        /** What is left of the current part. */
        int left() {
            return value().width() - used;
        }

        void advance(int width) {
            used += width;
            if (left() == 0) {
                index++;
                used = 0;
            }
        }
    }
}
