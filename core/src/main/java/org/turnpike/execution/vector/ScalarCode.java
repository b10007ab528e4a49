package org.turnpike.execution.vector;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@link LaneCode} on single floats, for virtual machines without the Vector API. */
final class ScalarCode extends LaneCode {

    private static final String FLOAT = "java/lang/Float";
    private static final String MATH = "java/lang/Math";

    ScalarCode(MethodVisitor code) {
        super(code);
    }

    @Override
    int lanes() {
        return 1;
    }

    @Override
    int load(int array, Index index) {
        code.visitVarInsn(Opcodes.ALOAD, array);
        index.push();
        code.visitInsn(Opcodes.FALOAD);
        return stored();
    }

    @Override
    void store(int array, Index index, int value) {
        code.visitVarInsn(Opcodes.ALOAD, array);
        index.push();
        code.visitVarInsn(Opcodes.FLOAD, value);
        code.visitInsn(Opcodes.FASTORE);
    }

    @Override
    int repeat(int array, Index index) {
        return load(array, index);
    }

    @Override
    int newConstant(float value) {
        code.visitLdcInsn(value);
        return stored();
    }

    @Override
    int newIntConstant(int value) {
        pushInt(value);
        return storedInt();
    }

    @Override
    int add(int a, int b) {
        return binary(Opcodes.FADD, a, b);
    }

    @Override
    int subtract(int a, int b) {
        return binary(Opcodes.FSUB, a, b);
    }

    @Override
    int multiply(int a, int b) {
        return binary(Opcodes.FMUL, a, b);
    }

    @Override
    int divide(int a, int b) {
        return binary(Opcodes.FDIV, a, b);
    }

    @Override
    int fma(int a, int b, int c) {
        pushFma(a, b, c);
        return stored();
    }

    @Override
    void accumulate(int a, int b, int accumulator) {
        pushFma(a, b, accumulator);
        code.visitVarInsn(Opcodes.FSTORE, accumulator);
    }

    private void pushFma(int a, int b, int c) {
        code.visitVarInsn(Opcodes.FLOAD, a);
        code.visitVarInsn(Opcodes.FLOAD, b);
        code.visitVarInsn(Opcodes.FLOAD, c);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, MATH, "fma", "(FFF)F", false);
    }

    @Override
    void assign(int target, int value) {
        code.visitVarInsn(Opcodes.FLOAD, value);
        code.visitVarInsn(Opcodes.FSTORE, target);
    }

    @Override
    int negate(int a) {
        code.visitVarInsn(Opcodes.FLOAD, a);
        code.visitInsn(Opcodes.FNEG);
        return stored();
    }

    @Override
    int absolute(int a) {
        return call(MATH, "abs", "(F)F", a);
    }

    @Override
    int squareRoot(int a) {
        // (float) Math.sqrt((double) x) is the correctly rounded float square root.
        code.visitVarInsn(Opcodes.FLOAD, a);
        code.visitInsn(Opcodes.F2D);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, MATH, "sqrt", "(D)D", false);
        code.visitInsn(Opcodes.D2F);
        return stored();
    }

    @Override
    int maximum(int a, int b) {
        return call(MATH, "max", "(FF)F", a, b);
    }

    @Override
    int minimum(int a, int b) {
        return call(MATH, "min", "(FF)F", a, b);
    }

    @Override
    int ifGreater(int a, int b, int c, int d) {
        Label otherwise = new Label();
        Label end = new Label();
        int result = newLocal();
        code.visitVarInsn(Opcodes.FLOAD, a);
        code.visitVarInsn(Opcodes.FLOAD, b);
        code.visitInsn(Opcodes.FCMPL);
        code.visitJumpInsn(Opcodes.IFLE, otherwise);
        code.visitVarInsn(Opcodes.FLOAD, c);
        code.visitVarInsn(Opcodes.FSTORE, result);
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(otherwise);
        code.visitVarInsn(Opcodes.FLOAD, d);
        code.visitVarInsn(Opcodes.FSTORE, result);
        code.visitLabel(end);
        return result;
    }

    @Override
    int bits(int a) {
        code.visitVarInsn(Opcodes.FLOAD, a);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, FLOAT, "floatToRawIntBits", "(F)I", false);
        return storedInt();
    }

    @Override
    int fromBits(int a) {
        code.visitVarInsn(Opcodes.ILOAD, a);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, FLOAT, "intBitsToFloat", "(I)F", false);
        return stored();
    }

    @Override
    int intAnd(int a, int b) {
        return intBinary(Opcodes.IAND, a, b);
    }

    @Override
    int intOr(int a, int b) {
        return intBinary(Opcodes.IOR, a, b);
    }

    @Override
    int intAdd(int a, int b) {
        return intBinary(Opcodes.IADD, a, b);
    }

    @Override
    int intSubtract(int a, int b) {
        return intBinary(Opcodes.ISUB, a, b);
    }

    @Override
    int intMinimum(int a, int b) {
        code.visitVarInsn(Opcodes.ILOAD, a);
        code.visitVarInsn(Opcodes.ILOAD, b);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, MATH, "min", "(II)I", false);
        return storedInt();
    }

    @Override
    int shiftLeft(int a, int bits) {
        return shift(Opcodes.ISHL, a, bits);
    }

    @Override
    int shiftRight(int a, int bits) {
        return shift(Opcodes.ISHR, a, bits);
    }

    private int shift(int opcode, int a, int bits) {
        code.visitVarInsn(Opcodes.ILOAD, a);
        pushInt(bits);
        code.visitInsn(opcode);
        return storedInt();
    }

    private int binary(int opcode, int a, int b) {
        code.visitVarInsn(Opcodes.FLOAD, a);
        code.visitVarInsn(Opcodes.FLOAD, b);
        code.visitInsn(opcode);
        return stored();
    }

    private int intBinary(int opcode, int a, int b) {
        code.visitVarInsn(Opcodes.ILOAD, a);
        code.visitVarInsn(Opcodes.ILOAD, b);
        code.visitInsn(opcode);
        return storedInt();
    }

    private int call(String owner, String method, String descriptor, int... operands) {
        for (int operand : operands) {
            code.visitVarInsn(Opcodes.FLOAD, operand);
        }
        code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method, descriptor, false);
        return stored();
    }

    private int stored() {
        int local = newLocal();
        code.visitVarInsn(Opcodes.FSTORE, local);
        return local;
    }

    private int storedInt() {
        int local = newLocal();
        code.visitVarInsn(Opcodes.ISTORE, local);
        return local;
    }
}
