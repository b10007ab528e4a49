package org.turnpike.execution.vector;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@link LaneCode} as calls of the Vector API, which the just-in-time compiler turns into single instructions. */
final class VectorCode extends LaneCode {

    private static final String PACKAGE = "jdk/incubator/vector/";
    private static final String FLOATS = PACKAGE + "FloatVector";
    private static final String INTS = PACKAGE + "IntVector";
    private static final String L_FLOATS = "L" + FLOATS + ";";
    private static final String L_INTS = "L" + INTS + ";";
    private static final String L_VECTOR = "L" + PACKAGE + "Vector;";
    private static final String L_SPECIES = "L" + PACKAGE + "VectorSpecies;";
    private static final String OPERATORS = PACKAGE + "VectorOperators";
    private static final String L_MASK = "L" + PACKAGE + "VectorMask;";

    private final Lanes lanes;

    VectorCode(MethodVisitor code, Lanes lanes) {
        super(code);
        this.lanes = lanes;
    }

    @Override
    int lanes() {
        return lanes.count();
    }

    @Override
    int load(int array, Index index) {
        pushSpecies(FLOATS);
        code.visitVarInsn(Opcodes.ALOAD, array);
        index.push();
        code.visitMethodInsn(Opcodes.INVOKESTATIC, FLOATS, "fromArray", "(" + L_SPECIES + "[FI)" + L_FLOATS, false);
        return stored();
    }

    @Override
    void store(int array, Index index, int value) {
        code.visitVarInsn(Opcodes.ALOAD, value);
        code.visitVarInsn(Opcodes.ALOAD, array);
        index.push();
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, FLOATS, "intoArray", "([FI)V", false);
    }

    @Override
    int repeat(int array, Index index) {
        pushSpecies(FLOATS);
        code.visitVarInsn(Opcodes.ALOAD, array);
        index.push();
        code.visitInsn(Opcodes.FALOAD);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, FLOATS, "broadcast", "(" + L_SPECIES + "F)" + L_FLOATS, false);
        return stored();
    }

    @Override
    int newConstant(float value) {
        pushSpecies(FLOATS);
        code.visitLdcInsn(value);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, FLOATS, "broadcast", "(" + L_SPECIES + "F)" + L_FLOATS, false);
        return stored();
    }

    @Override
    int newIntConstant(int value) {
        pushSpecies(INTS);
        pushInt(value);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, INTS, "broadcast", "(" + L_SPECIES + "I)" + L_INTS, false);
        return stored();
    }

    @Override
    int add(int a, int b) {
        return binary(FLOATS, "add", a, b);
    }

    @Override
    int subtract(int a, int b) {
        return binary(FLOATS, "sub", a, b);
    }

    @Override
    int multiply(int a, int b) {
        return binary(FLOATS, "mul", a, b);
    }

    @Override
    int divide(int a, int b) {
        return binary(FLOATS, "div", a, b);
    }

    @Override
    int fma(int a, int b, int c) {
        pushFma(a, b, c);
        return stored();
    }

    @Override
    void accumulate(int a, int b, int accumulator) {
        pushFma(a, b, accumulator);
        code.visitVarInsn(Opcodes.ASTORE, accumulator);
    }

    private void pushFma(int a, int b, int c) {
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitVarInsn(Opcodes.ALOAD, b);
        code.visitVarInsn(Opcodes.ALOAD, c);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, FLOATS, "fma", "(" + L_VECTOR + L_VECTOR + ")" + L_FLOATS, false);
    }

    @Override
    void assign(int target, int value) {
        code.visitVarInsn(Opcodes.ALOAD, value);
        code.visitVarInsn(Opcodes.ASTORE, target);
    }

    @Override
    int negate(int a) {
        return unary(FLOATS, "neg", a);
    }

    @Override
    int absolute(int a) {
        return unary(FLOATS, "abs", a);
    }

    @Override
    int squareRoot(int a) {
        return unary(FLOATS, "sqrt", a);
    }

    @Override
    int maximum(int a, int b) {
        return binary(FLOATS, "max", a, b);
    }

    @Override
    int minimum(int a, int b) {
        return binary(FLOATS, "min", a, b);
    }

    @Override
    int ifGreater(int a, int b, int c, int d) {
        code.visitVarInsn(Opcodes.ALOAD, d);
        code.visitVarInsn(Opcodes.ALOAD, c);
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitFieldInsn(Opcodes.GETSTATIC, OPERATORS, "GT", "L" + OPERATORS + "$Comparison;");
        code.visitVarInsn(Opcodes.ALOAD, b);
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                FLOATS,
                "compare",
                "(L" + OPERATORS + "$Comparison;" + L_VECTOR + ")" + L_MASK,
                false);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, FLOATS, "blend", "(" + L_VECTOR + L_MASK + ")" + L_FLOATS, false);
        return stored();
    }

    @Override
    int bits(int a) {
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, FLOATS, "reinterpretAsInts", "()" + L_INTS, false);
        return stored();
    }

    @Override
    int fromBits(int a) {
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, INTS, "reinterpretAsFloats", "()" + L_FLOATS, false);
        return stored();
    }

    @Override
    int intAnd(int a, int b) {
        return binary(INTS, "and", a, b);
    }

    @Override
    int intOr(int a, int b) {
        return binary(INTS, "or", a, b);
    }

    @Override
    int intAdd(int a, int b) {
        return binary(INTS, "add", a, b);
    }

    @Override
    int intSubtract(int a, int b) {
        return binary(INTS, "sub", a, b);
    }

    @Override
    int intMinimum(int a, int b) {
        return binary(INTS, "min", a, b);
    }

    @Override
    int shiftLeft(int a, int bits) {
        return shift(a, "LSHL", bits);
    }

    @Override
    int shiftRight(int a, int bits) {
        return shift(a, "ASHR", bits);
    }

    private int shift(int a, String operator, int bits) {
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitFieldInsn(Opcodes.GETSTATIC, OPERATORS, operator, "L" + OPERATORS + "$Binary;");
        pushInt(bits);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, INTS, "lanewise", "(L" + OPERATORS + "$Binary;I)" + L_INTS, false);
        return stored();
    }

    private int unary(String owner, String method, int a) {
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, method, "()L" + owner + ";", false);
        return stored();
    }

    private int binary(String owner, String method, int a, int b) {
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitVarInsn(Opcodes.ALOAD, b);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, method, "(" + L_VECTOR + ")L" + owner + ";", false);
        return stored();
    }

    private void pushSpecies(String owner) {
        code.visitFieldInsn(Opcodes.GETSTATIC, owner, "SPECIES_" + 32 * lanes.count(), L_SPECIES);
    }

    private int stored() {
        int local = newLocal();
        code.visitVarInsn(Opcodes.ASTORE, local);
        return local;
    }
}
