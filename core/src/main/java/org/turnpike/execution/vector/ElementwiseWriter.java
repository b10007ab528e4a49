package org.turnpike.execution.vector;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.turnpike.execution.vector.KernelShape.Node;
import org.turnpike.program.Opcode;

/** Writes {@link KernelShape.Elementwise}: one pass over memory for a whole graph of operations. */
final class ElementwiseWriter {

    private static final int ROWS = TileLayout.ROWS;

    private final LaneCode c;
    private final KernelShape.Elementwise shape;
    private final int[] positions;

    private ElementwiseWriter(LaneCode code, KernelShape.Elementwise shape) {
        this.c = code;
        this.shape = shape;
        this.positions = new int[shape.operands().size() + shape.results().size()];
    }

    static void write(LaneCode code, KernelShape.Elementwise shape) {
        new ElementwiseWriter(code, shape).write();
    }

    private void write() {
        for (int i = 0; i < positions.length; i++) {
            positions[i] = c.argument(i);
        }
        int width = c.argument(positions.length);
        prepareConstants();
        int operands = shape.operands().size();
        if (shape.isFlat()) {
            int size = c.position(() -> {
                c.code.visitVarInsn(Opcodes.ILOAD, width);
                c.pushInt(ROWS);
                c.code.visitInsn(Opcodes.IMUL);
            });
            c.loopTo(size, c.lanes(), index -> {
                int[] values = new int[operands + shape.nodes().size()];
                for (int i = 0; i < operands; i++) {
                    values[i] = c.load(LaneCode.MEMORY, c.at(positions[i], index, 1, 0));
                }
                compute(values);
                storeResults(values, index);
            });
            return;
        }
        c.loop(ROWS, c.lanes(), sample -> {
            if (shape.writtenRows() > 0) {
                for (int row = 0; row < shape.writtenRows(); row++) {
                    row(sample, row, -1);
                }
            } else {
                c.loopTo(width, 1, row -> row(sample, 0, row));
            }
        });
    }

    /** Row {@code first + variable} of the group of samples; no variable where {@code variable} is negative. */
    private void row(int sample, int first, int variable) {
        int operands = shape.operands().size();
        int[] values = new int[operands + shape.nodes().size()];
        int offset = variable < 0
                ? c.position(c.at(sample, first * ROWS))
                : c.position(c.at(sample, variable, ROWS, first * ROWS));
        for (int i = 0; i < operands; i++) {
            values[i] = switch (shape.operands().get(i)) {
                case FULL -> c.load(LaneCode.MEMORY, c.at(positions[i], offset, 1, 0));
                // Loaded for every row: a vector that lives across a loop would be put on the heap (see KernelWriter).
                case BROADCAST -> c.load(LaneCode.MEMORY, c.at(positions[i], sample, 1, 0));
                case SPREAD ->
                    c.repeat(
                            LaneCode.PARAMETERS,
                            variable < 0 ? c.at(positions[i], first) : c.at(positions[i], variable, 1, first));
            };
        }
        compute(values);
        storeResults(values, offset);
    }

    private void storeResults(int[] values, int offset) {
        int operands = shape.operands().size();
        for (int i = 0; i < shape.results().size(); i++) {
            c.store(
                    LaneCode.MEMORY,
                    c.at(positions[operands + i], offset, 1, 0),
                    values[shape.results().get(i)]);
        }
    }

    private void compute(int[] values) {
        int next = shape.operands().size();
        for (Node node : shape.nodes()) {
            values[next++] = compute(node, values);
        }
    }

    private int compute(Node node, int[] values) {
        List<Integer> o = node.operands();
        int a = o.isEmpty() ? -1 : values[o.get(0)];
        int b = o.size() < 2 ? -1 : values[o.get(1)];
        return switch (node.opcode()) {
            case CONSTANT -> c.constant(node.constant());
            case NEGATE -> c.negate(a);
            case ABSOLUTE -> c.absolute(a);
            case SQUARE_ROOT -> c.squareRoot(a);
            case EXPONENTIAL -> Approximations.exp(c, a);
            case LOGARITHM -> Approximations.log(c, a);
            case SINE -> Approximations.sine(c, a);
            case COSINE -> Approximations.cosine(c, a);
            case TANH -> Approximations.tanh(c, a);
            case SIGMOID -> Approximations.sigmoid(c, a);
            case SOFTPLUS -> Approximations.softplus(c, a);
            case STOP_GRADIENT -> a;
            case ADD -> add(node, values);
            case SUBTRACT -> subtract(node, values);
            case MULTIPLY -> c.multiply(a, b);
            case DIVIDE -> c.divide(a, b);
            case MAXIMUM -> c.maximum(a, b);
            case MINIMUM -> c.minimum(a, b);
            case GREATER -> c.ifGreater(a, b, c.constant(1f), c.constant(0f));
            case SELECT -> c.ifGreater(a, c.constant(0f), b, values[o.get(2)]);
            default -> throw new IllegalArgumentException(node.opcode() + " is not elementwise");
        };
    }

    /** {@code a·b + c} is one fused operation wherever a product is used by a sum only. */
    private int add(Node node, int[] values) {
        for (int side = 0; side < 2; side++) {
            Node product = product(node.operands().get(side));
            if (product != null) {
                return c.fma(
                        values[product.operands().get(0)],
                        values[product.operands().get(1)],
                        values[node.operands().get(1 - side)]);
            }
        }
        return c.add(values[node.operands().get(0)], values[node.operands().get(1)]);
    }

    private int subtract(Node node, int[] values) {
        Node product = product(node.operands().get(1));
        if (product != null) {
            int factor = c.negate(values[product.operands().get(0)]);
            return c.fma(
                    factor,
                    values[product.operands().get(1)],
                    values[node.operands().get(0)]);
        }
        return c.subtract(values[node.operands().get(0)], values[node.operands().get(1)]);
    }

    private Node product(int value) {
        int index = value - shape.operands().size();
        Node node = index < 0 ? null : shape.nodes().get(index);
        return node != null && node.opcode() == Opcode.MULTIPLY ? node : null;
    }

    private void prepareConstants() {
        Set<Opcode> used = EnumSet.noneOf(Opcode.class);
        for (Node node : shape.nodes()) {
            used.add(node.opcode());
            if (node.opcode() == Opcode.CONSTANT) {
                c.prepareConstant(node.constant());
            }
        }
        for (Opcode opcode : used) {
            switch (opcode) {
                case GREATER -> c.prepareConstant(0f, 1f);
                case SELECT -> c.prepareConstant(0f);
                case TANH -> Approximations.prepareTanh(c);
                case EXPONENTIAL -> Approximations.prepareExp(c);
                case LOGARITHM -> Approximations.prepareLog(c);
                case SIGMOID -> Approximations.prepareSigmoid(c);
                case SOFTPLUS -> Approximations.prepareSoftplus(c);
                case SINE, COSINE -> Approximations.prepareSine(c);
                default -> {}
            }
        }
    }
}
