package org.turnpike.execution.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turnpike.program.Instruction;
import org.turnpike.program.Opcode;
import org.turnpike.program.Program;
import org.turnpike.program.Shape;
import org.turnpike.program.Window;

/** The sums over the batch that make up the gradient: products for the same place wait for each other and share a kernel. */
final class GradientSums {

    /** Products that are summed in one kernel, so that partial sums are loaded and stored once for all of them. */
    private static final int MOST_PRODUCTS = 4;

    /**
     * Bytes of images that a kernel of {@link #sumConvolutions} goes over: all channels of the results meet all of these, which
     * are then read from the second cache.
     */
    private static final long SECOND_CACHE = 768 << 10;

    private final Lowering lowering;
    private final Program program;
    private final Map<Integer, List<Integer>> offsets = new HashMap<>();
    private final Map<Target, List<Integer>> waiting = new LinkedHashMap<>();

    GradientSums(Lowering lowering) {
        this.lowering = lowering;
        this.program = lowering.program();
    }

    /** Products that may be added up in one kernel. */
    private record Target(int offset, Opcode opcode, Optional<Window> window) {}

    /** Notes for every accumulation to which gradient positions its sum belongs. */
    void target(int id, int offset) {
        Instruction instruction = program.instruction(id);
        if (instruction.opcode() == Opcode.ADD) {
            instruction.operands().forEach(operand -> target(operand, offset));
        } else if (instruction.opcode().kind() == Opcode.Kind.ACCUMULATION) {
            offsets.computeIfAbsent(id, i -> new ArrayList<>()).add(offset);
        } else {
            throw new IllegalArgumentException(
                    "A shared output must be a sum over the batch, found " + instruction.opcode());
        }
    }

    /** An accumulation whose operands are stored. */
    void add(int id) {
        offsets.get(id).forEach(offset -> accumulate(id, offset));
    }

    /** Sums what still waits. */
    void finish() {
        waiting.forEach(this::sum);
    }

    private void accumulate(int id, int offset) {
        Instruction instruction = program.instruction(id);
        if (instruction.opcode() == Opcode.BATCH_SUM) {
            Place gradient = new Place.Gradient(offset * TileLayout.PARTIAL_SUMS);
            int width = instruction.shared().rows();
            Place x = lowering.materialize(instruction.operand(0));
            lowering.add(new Step.Run(new KernelShape.BatchSum(), List.of(gradient, x), 0, List.of(width)));
            return;
        }
        Target target = new Target(offset, instruction.opcode(), instruction.window());
        List<Integer> products = waiting.computeIfAbsent(target, t -> new ArrayList<>());
        products.add(id);
        if (products.size() == MOST_PRODUCTS) {
            sum(target, products);
            products.clear();
        }
    }

    private void sum(Target target, List<Integer> ids) {
        if (ids.isEmpty()) {
            return;
        }
        if (target.opcode() == Opcode.CONVOLUTION_SUM) {
            sumConvolutions(target.offset(), target.window().orElseThrow(), ids);
        } else {
            sumOuterProducts(target.offset(), ids);
        }
    }

    private void sumOuterProducts(int offset, List<Integer> ids) {
        int partialSums = TileLayout.PARTIAL_SUMS;
        Shape.Shared shape = program.instruction(ids.get(0)).shared();
        int block = KernelWriter.BLOCK;
        Lowering.forBlocks(
                shape.rows(),
                block,
                (row, rows, rowBlock) -> Lowering.forBlocks(shape.columns(), block, (column, columns, columnBlock) -> {
                    List<Place> places = new ArrayList<>();
                    places.add(new Place.Gradient((offset + row * shape.columns() + column) * partialSums));
                    for (int id : ids) {
                        places.add(lowering.materialize(program.instruction(id).operand(0))
                                .plusRows(row));
                        places.add(lowering.materialize(program.instruction(id).operand(1))
                                .plusRows(column));
                    }
                    lowering.add(new Step.Run(
                            new KernelShape.Outer(rowBlock, columnBlock),
                            places,
                            0,
                            List.of(rows, columns, shape.columns() * partialSums, ids.size())));
                }));
    }

    /** Blocks of at most {@code most} at a time, which is a multiple of {@code block}. */
    private static void forParts(int size, int most, int block, Lowering.BlockBody body) {
        for (int part = 0; part < size; part += most) {
            int start = part;
            Lowering.forBlocks(
                    Math.min(most, size - part),
                    block,
                    (first, count, countBlock) -> body.add(start + first, count, countBlock));
        }
    }

    private void sumConvolutions(int offset, Window window, List<Integer> ids) {
        int partialSums = TileLayout.PARTIAL_SUMS;
        int block = KernelWriter.BLOCK;
        int area = window.height() * window.width();
        int[] table = WindowTable.of(Opcode.CONVOLUTION_SUM, window, 1);
        int kernels = program.instruction(ids.get(0)).shared().rows();
        long channelBytes = (long) area * TileLayout.ROWS * Float.BYTES * ids.size();
        int most = Math.max(1, (int) (SECOND_CACHE / channelBytes / block)) * block;
        Lowering.forBlocks(
                kernels,
                block,
                (row, rows, rowBlock) -> forParts(window.channels(), most, block, (column, columns, columnBlock) -> {
                    List<Place> places = new ArrayList<>();
                    places.add(
                            new Place.Gradient((offset + row * window.fanIn() + column * window.taps()) * partialSums));
                    for (int id : ids) {
                        places.add(lowering.materialize(program.instruction(id).operand(0))
                                .plusRows(row * window.positions()));
                        places.add(lowering.materialize(program.instruction(id).operand(1))
                                .plusRows(column * area));
                    }
                    lowering.add(new Step.Run(
                            new KernelShape.WindowSum(rowBlock, columnBlock),
                            places,
                            0,
                            List.of(
                                    rows,
                                    columns,
                                    window.fanIn() * partialSums,
                                    window.taps() * partialSums,
                                    window.positions() * TileLayout.ROWS,
                                    area * TileLayout.ROWS,
                                    ids.size()),
                            table));
                }));
    }
}
