package org.turnpike.execution.vector;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes byte code for arithmetic on groups of lanes. Every value has a local variable of its own; an operation takes the
 * locals of its operands and gives the local of its result.
 *
 * <p>{@link VectorCode} writes calls of the Vector API, {@link ScalarCode} the same operations on single floats. Both round
 * alike: all operations used are correctly rounded (multiply-add fused on both sides) or exact.
 */
abstract class LaneCode {

    static final int MEMORY = 1;
    static final int PARAMETERS = 2;
    static final int GRADIENT = 3;
    static final int ARGUMENTS = 4;
    static final int TABLE = 5;
    private static final int FIRST_FREE = 6;

    final MethodVisitor code;
    private final Map<Integer, Integer> floatConstants = new HashMap<>();
    private final Map<Integer, Integer> intConstants = new HashMap<>();
    private int nextLocal = FIRST_FREE;

    LaneCode(MethodVisitor code) {
        this.code = code;
    }

    abstract int lanes();

    /** Loads lanes from {@code array[index…]}. */
    abstract int load(int array, Index index);

    /** Stores lanes to {@code array[index…]}. */
    abstract void store(int array, Index index, int value);

    /** Repeats {@code array[index]} in all lanes. */
    abstract int repeat(int array, Index index);

    /** A number in all lanes; to be asked for outside loops. */
    abstract int newConstant(float value);

    /** An integer in all lanes; to be asked for outside loops. */
    abstract int newIntConstant(int value);

    abstract int add(int a, int b);

    abstract int subtract(int a, int b);

    abstract int multiply(int a, int b);

    abstract int divide(int a, int b);

    /** {@code a · b + c}, rounded once. */
    abstract int fma(int a, int b, int c);

    /** As {@link #fma}, into {@code accumulator}. */
    abstract void accumulate(int a, int b, int accumulator);

    abstract void assign(int target, int value);

    abstract int negate(int a);

    abstract int absolute(int a);

    abstract int squareRoot(int a);

    abstract int maximum(int a, int b);

    abstract int minimum(int a, int b);

    /** {@code c} where {@code a > b}, else {@code d}. */
    abstract int ifGreater(int a, int b, int c, int d);

    /** The bits of floats as integers. */
    abstract int bits(int a);

    /** The floats whose bits these integers are. */
    abstract int fromBits(int a);

    abstract int intAnd(int a, int b);

    abstract int intOr(int a, int b);

    abstract int intAdd(int a, int b);

    abstract int intSubtract(int a, int b);

    abstract int intMinimum(int a, int b);

    abstract int shiftLeft(int a, int bits);

    abstract int shiftRight(int a, int bits);

    /** Pushes an array position. */
    interface Index {
        void push();
    }

    final int newLocal() {
        return nextLocal++;
    }

    /** A local of its own with the same value, to be changed. */
    final int copy(int value) {
        int local = newLocal();
        assign(local, value);
        return local;
    }

    /** A constant that is made once, before any loop. Call {@link #prepareConstant} there first. */
    final int constant(float value) {
        Integer local = floatConstants.get(Float.floatToRawIntBits(value));
        if (local == null) {
            throw new IllegalStateException("Constant " + value + " was not prepared before the loop");
        }
        return local;
    }

    final int intConstant(int value) {
        Integer local = intConstants.get(value);
        if (local == null) {
            throw new IllegalStateException("Integer constant " + value + " was not prepared before the loop");
        }
        return local;
    }

    final void prepareConstant(float... values) {
        for (float value : values) {
            floatConstants.computeIfAbsent(Float.floatToRawIntBits(value), bits -> newConstant(value));
        }
    }

    final void prepareIntConstant(int... values) {
        for (int value : values) {
            intConstants.computeIfAbsent(value, this::newIntConstant);
        }
    }

    /** Loads argument {@code number} into a new int local. */
    final int argument(int number) {
        int local = newLocal();
        code.visitVarInsn(Opcodes.ALOAD, ARGUMENTS);
        pushInt(number);
        code.visitInsn(Opcodes.IALOAD);
        code.visitVarInsn(Opcodes.ISTORE, local);
        return local;
    }

    final void pushInt(int value) {
        if (value >= -1 && value <= 5) {
            code.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (byte) value) {
            code.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            code.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            code.visitLdcInsn(value);
        }
    }

    /** The number {@code table[position + constant]}. */
    final Index table(int position, int constant) {
        return () -> {
            code.visitVarInsn(Opcodes.ALOAD, TABLE);
            at(position, constant).push();
            code.visitInsn(Opcodes.IALOAD);
        };
    }

    /** A position that is {@code base + constant}. */
    final Index at(int base, int constant) {
        return () -> {
            code.visitVarInsn(Opcodes.ILOAD, base);
            if (constant != 0) {
                pushInt(constant);
                code.visitInsn(Opcodes.IADD);
            }
        };
    }

    /** A position that is {@code base} and {@code more}. */
    final Index sum(int base, Index more) {
        return () -> {
            code.visitVarInsn(Opcodes.ILOAD, base);
            more.push();
            code.visitInsn(Opcodes.IADD);
        };
    }

    /** A position that is {@code base + variable · stride + constant}. */
    final Index at(int base, int variable, int stride, int constant) {
        return () -> {
            code.visitVarInsn(Opcodes.ILOAD, base);
            code.visitVarInsn(Opcodes.ILOAD, variable);
            if (stride != 1) {
                pushInt(stride);
                code.visitInsn(Opcodes.IMUL);
            }
            code.visitInsn(Opcodes.IADD);
            if (constant != 0) {
                pushInt(constant);
                code.visitInsn(Opcodes.IADD);
            }
        };
    }

    /** A position that is {@code base + (row + r) · stride}, all variables but {@code r}. */
    final Index rowAt(int base, int row, int r, int stride) {
        return () -> {
            code.visitVarInsn(Opcodes.ILOAD, row);
            pushInt(r);
            code.visitInsn(Opcodes.IADD);
            code.visitVarInsn(Opcodes.ILOAD, stride);
            code.visitInsn(Opcodes.IMUL);
            code.visitVarInsn(Opcodes.ILOAD, base);
            code.visitInsn(Opcodes.IADD);
        };
    }

    /** A position that is {@code base} plus the sample of the number {@code index} of a block of rows. */
    final Index sampleAt(int base, int index) {
        return () -> {
            code.visitVarInsn(Opcodes.ILOAD, index);
            pushInt(TileLayout.ROWS - 1);
            code.visitInsn(Opcodes.IAND);
            code.visitVarInsn(Opcodes.ILOAD, base);
            code.visitInsn(Opcodes.IADD);
        };
    }

    /** A position that is {@code base} plus the row of the number {@code index} of a block of rows. */
    final Index rowAt(int base, int index) {
        return () -> {
            code.visitVarInsn(Opcodes.ILOAD, index);
            pushInt(Integer.numberOfTrailingZeros(TileLayout.ROWS));
            code.visitInsn(Opcodes.ISHR);
            code.visitVarInsn(Opcodes.ILOAD, base);
            code.visitInsn(Opcodes.IADD);
        };
    }

    /** A new int local holding a position. */
    final int position(Index index) {
        int local = newLocal();
        index.push();
        code.visitVarInsn(Opcodes.ISTORE, local);
        return local;
    }

    /** Body of a counted loop. */
    interface Body {
        void write(int variable);
    }

    /** {@code for (variable = 0; variable < end; variable += step)}; {@code end} must be a positive multiple of {@code step}. */
    final void loop(int end, int step, Body body) {
        loop(() -> pushInt(end), step, body, end == step);
    }

    /** As {@link #loop(int, int, Body)}, up to the number in local {@code end}. */
    final void loopTo(int end, int step, Body body) {
        loop(() -> code.visitVarInsn(Opcodes.ILOAD, end), step, body, false);
    }

    /** As {@link #loopTo}; {@code end} may also be 0. */
    final void loopToMaybeNone(int end, int step, Body body) {
        Label none = new Label();
        code.visitVarInsn(Opcodes.ILOAD, end);
        code.visitJumpInsn(Opcodes.IFLE, none);
        loopTo(end, step, body);
        code.visitLabel(none);
    }

    private void loop(Index end, int step, Body body, boolean once) {
        int variable = newLocal();
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, variable);
        if (once) {
            body.write(variable);
            return;
        }
        Label start = new Label();
        code.visitLabel(start);
        body.write(variable);
        code.visitIincInsn(variable, step);
        code.visitVarInsn(Opcodes.ILOAD, variable);
        end.push();
        code.visitJumpInsn(Opcodes.IF_ICMPLT, start);
    }

    /** {@code position += distance}, both int locals. */
    final void advance(int position, int distance) {
        code.visitVarInsn(Opcodes.ILOAD, position);
        code.visitVarInsn(Opcodes.ILOAD, distance);
        code.visitInsn(Opcodes.IADD);
        code.visitVarInsn(Opcodes.ISTORE, position);
    }
}
