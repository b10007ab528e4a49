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
        prepareConstants();
        if (shape.hasRuns()) {
            writeRuns();
            return;
        }
        int width = c.argument(positions.length);
        if (shape.writtenRows() > 0) {
            c.loop(ROWS, c.lanes(), sample -> {
                for (int row = 0; row < shape.writtenRows(); row++) {
                    writtenRow(sample, row);
                }
            });
            return;
        }
        block(positions, width);
    }

    /** Row {@code row} of the group of samples. */
    private void writtenRow(int sample, int row) {
        int operands = shape.operands().size();
        int[] values = new int[operands + shape.nodes().size()];
        int offset = c.position(c.at(sample, row * ROWS));
        for (int i = 0; i < operands; i++) {
            values[i] = switch (shape.operands().get(i)) {
                case FULL -> c.load(LaneCode.MEMORY, c.at(positions[i], offset, 1, 0));
                case BROADCAST -> c.load(LaneCode.MEMORY, c.at(positions[i], sample, 1, 0));
                case SPREAD -> c.repeat(LaneCode.PARAMETERS, c.at(positions[i], row));
                case BROADCAST_RUNS, SPREAD_RUNS ->
                    throw new IllegalStateException("Operands in runs are read block by block");
            };
        }
        compute(values);
        storeResults(positions, values, offset);
    }

    /** Block by block of rows: inside of one every operand is read as if it had no runs. */
    private void writeRuns() {
        int blocks = c.argument(positions.length);
        int blockRows = c.argument(positions.length + 1);
        int blockSize = c.position(times(blockRows, ROWS));
        int operands = shape.operands().size();
        int[] blocksPerRun = new int[operands];
        int argument = positions.length + 2;
        for (int i = 0; i < operands; i++) {
            if (shape.operands().get(i).isRuns()) {
                blocksPerRun[i] = c.argument(argument++);
            }
        }
        c.loopTo(blocks, 1, block -> {
            int[] starts = new int[positions.length];
            for (int i = 0; i < starts.length; i++) {
                KernelShape.Access access = i < operands ? shape.operands().get(i) : KernelShape.Access.FULL;
                starts[i] = c.position(
                        switch (access) {
                            case FULL -> product(positions[i], block, blockSize);
                            case BROADCAST -> c.at(positions[i], 0);
                            case SPREAD -> product(positions[i], block, blockRows);
                            case BROADCAST_RUNS ->
                                c.at(positions[i], c.position(quotient(block, blocksPerRun[i])), ROWS, 0);
                            case SPREAD_RUNS -> c.at(positions[i], c.position(quotient(block, blocksPerRun[i])), 1, 0);
                        });
            }
            block(starts, blockRows);
        });
    }

    /**
     * A block of rows in the order in which they lie in memory. What all rows or samples share is loaded for every vector: one
     * that lives across a loop would be put on the heap (see {@link KernelWriter}).
     *
     * @param starts of each operand and result
     * @param rows how many; a local
     */
    private void block(int[] starts, int rows) {
        int operands = shape.operands().size();
        c.loopTo(c.position(times(rows, ROWS)), c.lanes(), index -> {
            int[] values = new int[operands + shape.nodes().size()];
            for (int i = 0; i < operands; i++) {
                values[i] = switch (shape.operands().get(i)) {
                    case FULL -> c.load(LaneCode.MEMORY, c.at(starts[i], index, 1, 0));
                    case BROADCAST, BROADCAST_RUNS -> c.load(LaneCode.MEMORY, c.sampleAt(starts[i], index));
                    case SPREAD -> c.repeat(LaneCode.PARAMETERS, c.rowAt(starts[i], index));
                    case SPREAD_RUNS -> c.repeat(LaneCode.PARAMETERS, c.at(starts[i], 0));
                };
            }
            compute(values);
            storeResults(starts, values, index);
        });
    }

    private LaneCode.Index times(int local, int constant) {
        return () -> {
            c.code.visitVarInsn(Opcodes.ILOAD, local);
            c.pushInt(constant);
            c.code.visitInsn(Opcodes.IMUL);
        };
    }

    private LaneCode.Index product(int base, int factor, int stride) {
        return () -> {
            c.code.visitVarInsn(Opcodes.ILOAD, factor);
            c.code.visitVarInsn(Opcodes.ILOAD, stride);
            c.code.visitInsn(Opcodes.IMUL);
            c.code.visitVarInsn(Opcodes.ILOAD, base);
            c.code.visitInsn(Opcodes.IADD);
        };
    }

    private LaneCode.Index quotient(int dividend, int divisor) {
        return () -> {
            c.code.visitVarInsn(Opcodes.ILOAD, dividend);
            c.code.visitVarInsn(Opcodes.ILOAD, divisor);
            c.code.visitInsn(Opcodes.IDIV);
        };
    }

    private void storeResults(int[] starts, int[] values, int offset) {
        int operands = shape.operands().size();
        for (int i = 0; i < shape.results().size(); i++) {
            c.store(
                    LaneCode.MEMORY,
                    c.at(starts[operands + i], offset, 1, 0),
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
