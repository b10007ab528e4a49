package org.turnpike.execution.vector;

import org.objectweb.asm.ClassVisitor;
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

    private static final String CLASS = "java/lang/Class";
    private static final String L_CLASS = "Ljava/lang/Class;";

    private final Lanes lanes;
    private final String owner;

    /** @param owner the class being written, which has what {@link #writeConstants} gives it */
    VectorCode(MethodVisitor code, Lanes lanes, String owner) {
        super(code);
        this.lanes = lanes;
        this.owner = owner;
    }

    /**
     * Gives the class {@code owner} constants with the concrete classes of its vectors, which have no names outside their
     * package.
     */
    static void writeConstants(ClassVisitor writer, Lanes lanes, String owner) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        for (String type : new String[] {FLOATS, INTS}) {
            String name = constantName(type);
            writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, name, L_CLASS, null, null)
                    .visitEnd();
            code.visitFieldInsn(Opcodes.GETSTATIC, type, "SPECIES_" + 32 * lanes.count(), L_SPECIES);
            code.visitMethodInsn(
                    Opcodes.INVOKEINTERFACE, PACKAGE + "VectorSpecies", "vectorType", "()" + L_CLASS, true);
            code.visitFieldInsn(Opcodes.PUTSTATIC, owner, name, L_CLASS);
        }
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static String constantName(String type) {
        return type.equals(FLOATS) ? "FLOAT_VECTOR" : "INT_VECTOR";
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
        return stored(FLOATS);
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
        return stored(FLOATS);
    }

    @Override
    int newConstant(float value) {
        pushSpecies(FLOATS);
        code.visitLdcInsn(value);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, FLOATS, "broadcast", "(" + L_SPECIES + "F)" + L_FLOATS, false);
        return stored(FLOATS);
    }

    @Override
    int newIntConstant(int value) {
        pushSpecies(INTS);
        pushInt(value);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, INTS, "broadcast", "(" + L_SPECIES + "I)" + L_INTS, false);
        return stored(INTS);
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
        return stored(FLOATS);
    }

    @Override
    void accumulate(int a, int b, int accumulator) {
        pushFma(a, b, accumulator);
        pushConcrete(FLOATS);
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
        return stored(FLOATS);
    }

    @Override
    int bits(int a) {
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, FLOATS, "reinterpretAsInts", "()" + L_INTS, false);
        return stored(INTS);
    }

    @Override
    int fromBits(int a) {
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, INTS, "reinterpretAsFloats", "()" + L_FLOATS, false);
        return stored(FLOATS);
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
        return stored(INTS);
    }

    private int unary(String type, String method, int a) {
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, method, "()L" + type + ";", false);
        return stored(type);
    }

    private int binary(String type, String method, int a, int b) {
        code.visitVarInsn(Opcodes.ALOAD, a);
        code.visitVarInsn(Opcodes.ALOAD, b);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, method, "(" + L_VECTOR + ")L" + type + ";", false);
        return stored(type);
    }

    private void pushSpecies(String type) {
        code.visitFieldInsn(Opcodes.GETSTATIC, type, "SPECIES_" + 32 * lanes.count(), L_SPECIES);
    }

    /**
     * A new local with the vector on the stack, cast to its concrete class. The just-in-time compiler then knows at once what
     * it is; without, it must find out from profiles, and about one virtual machine in ten of Java 17 fails to and keeps
     * vectors on the heap for good.
     */
    private int stored(String type) {
        pushConcrete(type);
        int local = newLocal();
        code.visitVarInsn(Opcodes.ASTORE, local);
        return local;
    }

    private void pushConcrete(String type) {
        code.visitFieldInsn(Opcodes.GETSTATIC, owner, constantName(type), L_CLASS);
        code.visitInsn(Opcodes.SWAP);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CLASS, "cast", "(Ljava/lang/Object;)Ljava/lang/Object;", false);
        code.visitTypeInsn(Opcodes.CHECKCAST, type);
    }
}
