package org.turnpike.execution.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.turnpike.execution.Binding;
import org.turnpike.execution.vector.KernelShape.Access;
import org.turnpike.execution.vector.KernelShape.Node;
import org.turnpike.program.Instruction;
import org.turnpike.program.Opcode;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.Shape;
import org.turnpike.program.Window;

/**
 * Turns a program into kernel steps.
 *
 * <p>Contractions, reductions and accumulations run in program order. Elementwise operations wait until one of these (or an
 * output) needs them, and then run fused: everything between, in one pass over memory. A value is stored only if something
 * outside its pass reads it. Slices are views; a bias joins its matrix product.
 */
final class Lowering {

    /** Above this number of machine operations a fused pass is cut: the just-in-time compiler gives up on huge methods. */
    private static final int LARGEST_PASS = 60;

    /** Outer products that are summed in one kernel, so that partial sums are loaded and stored once for all of them. */
    private static final int LARGEST_SUM = 4;

    private final Program program;
    private final ParameterLayout layout;
    private final Lanes lanes;
    private final boolean[] live;
    private final List<Set<Integer>> users = new ArrayList<>();
    private final Set<Integer> outputValues;
    private final Map<Integer, Place> places = new HashMap<>();
    private final Map<Integer, Integer> biasedSum = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> slotWidths = new ArrayList<>();
    private final Map<Integer, List<Integer>> gradientOffsets = new HashMap<>();
    private final Map<SumTarget, List<Integer>> waitingProducts = new LinkedHashMap<>();

    private Lowering(Binding binding, ParameterLayout layout, Lanes lanes) {
        this.program = binding.program();
        this.layout = layout;
        this.lanes = lanes;
        this.live = program.live();
        this.outputValues = new LinkedHashSet<>(program.outputs().values());
        for (int id = 0; id < program.instructions().size(); id++) {
            users.add(new LinkedHashSet<>());
            if (live[id]) {
                for (int operand : program.instruction(id).operands()) {
                    users.get(operand).add(id);
                }
            }
        }
    }

    static Result lower(Binding binding, ParameterLayout layout, Lanes lanes) {
        return new Lowering(binding, layout, lanes).lower(binding);
    }

    /** Sums that may be added up in one kernel. */
    private record SumTarget(int offset, Opcode opcode, Optional<Window> window) {}

    /**
     * A lowered program.
     *
     * @param slotWidths width of each scratch slot that the steps name
     * @param values where the per-sample outputs end up, by value number
     */
    record Result(List<Step> steps, List<Integer> slotWidths, Map<Integer, Place> values) {}

    private Result lower(Binding binding) {
        binding.gradients().forEach(gradient -> addTargets(gradient.value(), gradient.offset()));
        findBiases();
        for (int id = 0; id < program.instructions().size(); id++) {
            if (live[id]) {
                lower(id, program.instruction(id));
            }
        }
        Map<Integer, Place> values = new HashMap<>();
        binding.outputs().forEach(output -> values.put(output.value(), materialize(output.value())));
        waitingProducts.forEach(this::sumProducts);
        return new Result(steps, slotWidths, values);
    }

    private void lower(int id, Instruction instruction) {
        switch (instruction.opcode()) {
            case INPUT -> places.put(id, new Place.Port(instruction.name(), 0));
            case LINEAR, LINEAR_TRANSPOSED -> affine(id, instruction);
            case CONVOLUTION, CONVOLUTION_TRANSPOSED -> convolution(id, instruction);
            case AVERAGE_POOL, AVERAGE_POOL_TRANSPOSED -> pool(id, instruction);
            case ROW_SUM, ROW_MAXIMUM -> {
                Place x = materialize(instruction.operand(0));
                int runs = instruction.width();
                Place out = newSlot(runs);
                int run = program.instruction(instruction.operand(0)).width() / runs;
                steps.add(new Step.Run(
                        new KernelShape.Reduction(instruction.opcode()), List.of(x, out), 1, List.of(run, runs)));
                places.put(id, out);
            }
            case OUTER_SUM, BATCH_SUM, CONVOLUTION_SUM -> {
                instruction.operands().forEach(this::materialize);
                gradientOffsets.get(id).forEach(offset -> accumulate(id, offset));
            }
            // Everything else waits until it is needed.
            default -> {}
        }
    }

    private void affine(int id, Instruction instruction) {
        boolean stored = instruction.opcode() == Opcode.LINEAR;
        int outputs = instruction.width();
        int inputs = program.instruction(instruction.operand(1)).width();
        int rowStride = stored ? inputs : 1;
        int columnStride = stored ? 1 : outputs;
        Place x = materialize(instruction.operand(1));
        int matrix = parameter(instruction.operand(0));
        Integer sum = biasedSum.get(id);
        int bias = sum == null ? layout.size() : bias(sum);
        int biasStride = sum == null ? 0 : 1;
        Place out = newSlot(outputs);
        forBlocks(
                outputs,
                KernelWriter.BLOCK,
                (first, count, block) -> steps.add(new Step.Run(
                        new KernelShape.Affine(block),
                        List.of(
                                x,
                                new Place.Parameter(matrix + first * rowStride),
                                new Place.Parameter(bias + first * biasStride),
                                out.plusRows(first)),
                        1,
                        List.of(count, inputs, rowStride, columnStride, biasStride))));
        places.put(sum == null ? id : sum, out);
    }

    private void convolution(int id, Instruction instruction) {
        Window window = instruction.window().orElseThrow();
        boolean forward = instruction.opcode() == Opcode.CONVOLUTION;
        Shape.Shared kernels = program.instruction(instruction.operand(0)).shared();
        int outputs = forward ? kernels.rows() : window.channels();
        int matrixStride = forward ? window.fanIn() : window.taps();
        int results = forward ? window.positions() : window.height() * window.width();
        int[] table = WindowTable.of(instruction.opcode(), window, kernels.rows());
        Place x = materialize(instruction.operand(1));
        int matrix = parameter(instruction.operand(0));
        Integer sum = biasedSum.get(id);
        int bias = sum == null ? layout.size() : bias(sum);
        int biasStride = sum == null ? 0 : 1;
        Place out = newSlot(instruction.width());
        forBlocks(
                outputs,
                WindowWriter.mostRows(lanes.count()),
                (first, count, block) -> steps.add(new Step.Run(
                        new KernelShape.WindowProduct(block),
                        List.of(
                                x,
                                new Place.Parameter(matrix + first * matrixStride),
                                new Place.Parameter(bias + first * biasStride),
                                out.plusRows(first * results)),
                        1,
                        List.of(count, matrixStride, biasStride, results * TileLayout.ROWS, 4 * results),
                        table)));
        places.put(sum == null ? id : sum, out);
    }

    private void pool(int id, Instruction instruction) {
        Window window = instruction.window().orElseThrow();
        boolean forward = instruction.opcode() == Opcode.AVERAGE_POOL;
        int area = window.height() * window.width();
        int results = forward ? window.positions() : area;
        int operands = forward ? area : window.positions();
        Place x = materialize(instruction.operand(0));
        Place out = newSlot(instruction.width());
        steps.add(new Step.Run(
                new KernelShape.WindowMean(1f / window.taps()),
                List.of(x, out),
                1,
                List.of(window.channels(), operands * TileLayout.ROWS, results * TileLayout.ROWS, 4 * results),
                WindowTable.of(instruction.opcode(), window, 1)));
        places.put(id, out);
    }

    /** What is done for the whole blocks of a width, and for the rest of it. */
    private interface BlockBody {
        /** Rows {@code first} to {@code first + count}, in blocks of {@code block}. */
        void add(int first, int count, int block);
    }

    private static void forBlocks(int size, int block, BlockBody body) {
        int whole = size / block * block;
        if (whole > 0) {
            body.add(0, whole, block);
        }
        if (size > whole) {
            body.add(whole, size - whole, size - whole);
        }
    }

    /** Where a matrix product is used by nothing but the addition of a parameter, the addition is part of it. */
    private void findBiases() {
        for (int id = 0; id < live.length; id++) {
            Instruction sum = program.instruction(id);
            if (!live[id] || sum.opcode() != Opcode.ADD || sum.isShared()) {
                continue;
            }
            for (int side = 0; side < 2; side++) {
                int product = sum.operand(side);
                if (isBiased(program.instruction(product), program.instruction(sum.operand(1 - side)))
                        && users.get(product).size() == 1
                        && !outputValues.contains(product)) {
                    biasedSum.put(product, id);
                    break;
                }
            }
        }
    }

    /** Whether {@code addend} gives each row of the product, or each channel of the convolution, a parameter. */
    private boolean isBiased(Instruction product, Instruction addend) {
        return switch (product.opcode()) {
            case LINEAR, LINEAR_TRANSPOSED -> addend.opcode() == Opcode.SPREAD;
            case CONVOLUTION -> {
                int results = product.window().orElseThrow().positions();
                yield addend.opcode() == Opcode.BROADCAST
                        && program.instruction(addend.operand(0)).opcode() == Opcode.SPREAD
                        && program.instruction(addend.operand(0)).width() * results == addend.width();
            }
            default -> false;
        };
    }

    private int bias(int sum) {
        Instruction addition = program.instruction(sum);
        for (int operand : addition.operands()) {
            Instruction addend = program.instruction(operand);
            if (addend.opcode() == Opcode.BROADCAST) {
                addend = program.instruction(addend.operand(0));
            }
            if (addend.opcode() == Opcode.SPREAD) {
                return parameter(addend.operand(0));
            }
        }
        throw new IllegalStateException("No bias in " + addition);
    }

    /** Where value {@code id} is stored; computes it first if it is not. */
    private Place materialize(int id) {
        Place known = places.get(id);
        if (known != null) {
            return known;
        }
        Instruction instruction = program.instruction(id);
        Place place = switch (instruction.opcode().kind()) {
            case ELEMENTWISE -> {
                fuse(id);
                yield places.get(id);
            }
            case VIEW -> view(id, instruction);
            case LEAF -> {
                Place slot = newSlot(instruction.width());
                steps.add(new Step.Fill(instruction.width(), (float) instruction.constant(), slot));
                yield slot;
            }
            default -> throw new IllegalStateException("Value %" + id + " was to be computed before it is used");
        };
        places.put(id, place);
        return place;
    }

    private Place view(int id, Instruction instruction) {
        if (instruction.opcode() == Opcode.SLICE) {
            return materialize(instruction.operand(0)).plusRows(instruction.offset());
        }
        if (instruction.opcode() == Opcode.CONCATENATE) {
            List<Place> parts = new ArrayList<>();
            instruction.operands().forEach(operand -> parts.add(partOf(operand)));
            Place slot = newSlot(instruction.width());
            int row = 0;
            for (int i = 0; i < parts.size(); i++) {
                Instruction part = program.instruction(instruction.operand(i));
                Place target = slot.plusRows(row);
                if (parts.get(i) == null) {
                    steps.add(new Step.Fill(part.width(), (float) part.constant(), target));
                } else {
                    steps.add(new Step.Copy(part.width(), parts.get(i), target));
                }
                row += part.width();
            }
            return slot;
        }
        // A broadcast or spread value that something else than an elementwise operation reads.
        Pass pass = new Pass(instruction.width());
        int operand = pass.operand(id);
        pass.nodes.add(new Node(Opcode.STOP_GRADIENT, List.of(operand), 0));
        Place slot = newSlot(instruction.width());
        pass.emit(List.of(pass.operands.size()), List.of(slot));
        return slot;
    }

    private Place partOf(int operand) {
        return program.instruction(operand).opcode() == Opcode.CONSTANT ? null : materialize(operand);
    }

    /** One fused pass that computes {@code id} and all that it needs. */
    private void fuse(int id) {
        List<Integer> members = members(id);
        Set<Integer> inside = new HashSet<>(members);
        Pass pass = new Pass(program.instruction(id).width());
        // Operands first: computing them may emit passes of their own.
        for (int member : members) {
            for (int operand : program.instruction(member).operands()) {
                if (!inside.contains(operand) && program.instruction(operand).opcode() != Opcode.CONSTANT) {
                    pass.operand(operand);
                }
            }
        }
        if (members.stream().anyMatch(places::containsKey)) {
            // A slice of one of them had to be stored on the way: begin again with what is left.
            if (!places.containsKey(id)) {
                fuse(id);
            }
            return;
        }
        Map<Integer, Integer> numbers = new HashMap<>();
        List<Integer> results = new ArrayList<>();
        List<Place> slots = new ArrayList<>();
        for (int member : members) {
            Instruction instruction = program.instruction(member);
            List<Integer> operands = new ArrayList<>();
            for (int operand : instruction.operands()) {
                operands.add(
                        inside.contains(operand)
                                ? numbers.get(operand)
                                : program.instruction(operand).opcode() == Opcode.CONSTANT
                                        ? numbers.computeIfAbsent(operand, pass::constant)
                                        : pass.operand(operand));
            }
            numbers.put(member, pass.node(new Node(instruction.opcode(), operands, 0)));
            boolean usedOutside = outputValues.contains(member) || !inside.containsAll(users.get(member));
            if (member == id || usedOutside) {
                Place slot = newSlot(instruction.width());
                places.put(member, slot);
                results.add(numbers.get(member));
                slots.add(slot);
            }
        }
        pass.emit(results, slots);
    }

    /** The elementwise operations that {@code id} needs and that are not stored yet, in program order. */
    private List<Integer> members(int id) {
        Set<Integer> found = new HashSet<>();
        List<Integer> pending = new ArrayList<>(List.of(id));
        int total = 0;
        while (!pending.isEmpty()) {
            int candidate = pending.remove(pending.size() - 1);
            Instruction instruction = program.instruction(candidate);
            if (instruction.opcode().kind() != Opcode.Kind.ELEMENTWISE
                    || places.containsKey(candidate)
                    || found.contains(candidate)) {
                continue;
            }
            int cost = KernelShape.cost(instruction.opcode());
            if (candidate != id && total + cost > LARGEST_PASS) {
                // Stored on its own, in a pass before this one.
                materialize(candidate);
                continue;
            }
            total += cost;
            found.add(candidate);
            pending.addAll(instruction.operands());
        }
        // What a pass before this one stored on the way is not computed again.
        found.removeIf(member -> member != id && places.containsKey(member));
        return found.stream().sorted().toList();
    }

    /** Notes for every accumulation to which gradient positions its sum belongs. */
    private void addTargets(int id, int offset) {
        Instruction instruction = program.instruction(id);
        if (instruction.opcode() == Opcode.ADD) {
            instruction.operands().forEach(operand -> addTargets(operand, offset));
        } else if (instruction.opcode().kind() == Opcode.Kind.ACCUMULATION) {
            gradientOffsets.computeIfAbsent(id, i -> new ArrayList<>()).add(offset);
        } else {
            throw new IllegalArgumentException(
                    "A shared output must be a sum over the batch, found " + instruction.opcode());
        }
    }

    private void accumulate(int id, int offset) {
        Instruction instruction = program.instruction(id);
        if (instruction.opcode() == Opcode.BATCH_SUM) {
            Place gradient = new Place.Gradient(offset * TileLayout.PARTIAL_SUMS);
            int width = instruction.shared().rows();
            Place x = materialize(instruction.operand(0));
            steps.add(new Step.Run(new KernelShape.BatchSum(), List.of(gradient, x), 0, List.of(width)));
            return;
        }
        SumTarget target = new SumTarget(offset, instruction.opcode(), instruction.window());
        List<Integer> waiting = waitingProducts.computeIfAbsent(target, t -> new ArrayList<>());
        waiting.add(id);
        if (waiting.size() == LARGEST_SUM) {
            sumProducts(target, waiting);
            waiting.clear();
        }
    }

    private void sumProducts(SumTarget target, List<Integer> ids) {
        if (ids.isEmpty()) {
            return;
        }
        if (target.opcode() == Opcode.CONVOLUTION_SUM) {
            sumConvolutions(target.offset(), target.window().orElseThrow(), ids);
            return;
        }
        int offset = target.offset();
        int partialSums = TileLayout.PARTIAL_SUMS;
        Shape.Shared shape = program.instruction(ids.get(0)).shared();
        int block = KernelWriter.BLOCK;
        forBlocks(
                shape.rows(),
                block,
                (row, rows, rowBlock) -> forBlocks(shape.columns(), block, (column, columns, columnBlock) -> {
                    List<Place> places = new ArrayList<>();
                    places.add(new Place.Gradient((offset + row * shape.columns() + column) * partialSums));
                    for (int id : ids) {
                        places.add(
                                materialize(program.instruction(id).operand(0)).plusRows(row));
                        places.add(
                                materialize(program.instruction(id).operand(1)).plusRows(column));
                    }
                    steps.add(new Step.Run(
                            new KernelShape.Outer(rowBlock, columnBlock),
                            places,
                            0,
                            List.of(rows, columns, shape.columns() * partialSums, ids.size())));
                }));
    }

    private void sumConvolutions(int offset, Window window, List<Integer> ids) {
        int partialSums = TileLayout.PARTIAL_SUMS;
        int block = KernelWriter.BLOCK;
        int area = window.height() * window.width();
        int[] table = WindowTable.of(Opcode.CONVOLUTION_SUM, window, 1);
        int kernels = program.instruction(ids.get(0)).shared().rows();
        forBlocks(
                kernels,
                block,
                (row, rows, rowBlock) -> forBlocks(window.channels(), block, (column, columns, columnBlock) -> {
                    List<Place> places = new ArrayList<>();
                    places.add(
                            new Place.Gradient((offset + row * window.fanIn() + column * window.taps()) * partialSums));
                    for (int id : ids) {
                        places.add(
                                materialize(program.instruction(id).operand(0)).plusRows(row * window.positions()));
                        places.add(
                                materialize(program.instruction(id).operand(1)).plusRows(column * area));
                    }
                    steps.add(new Step.Run(
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

    private int parameter(int id) {
        return layout.entry(program.instruction(id).name()).offset();
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private Place newSlot(int width) {
        slotWidths.add(width);
        return new Place.Scratch(slotWidths.size() - 1, 0);
    }

    /** An elementwise kernel in the making. */
    private final class Pass {
        private final int width;
        private final Map<Integer, Integer> operandNumbers = new HashMap<>();
        private final List<Access> accesses = new ArrayList<>();
        private final List<Place> operands = new ArrayList<>();
        private final List<Node> nodes = new ArrayList<>();
        /** Rows of a run, for every operand that is read in runs. */
        private final List<Integer> runs = new ArrayList<>();

        Pass(int width) {
            this.width = width;
        }

        /** Number of the operand that reads value {@code id}; all operands must be asked for before the first node. */
        int operand(int id) {
            Integer known = operandNumbers.get(id);
            if (known != null) {
                return known;
            }
            Instruction instruction = program.instruction(id);
            Access access = Access.FULL;
            Place place = places.get(id);
            if (place == null && instruction.opcode() == Opcode.BROADCAST) {
                Instruction repeated = program.instruction(instruction.operand(0));
                int run = width / repeated.width();
                if (run == width) {
                    access = Access.BROADCAST;
                    place = materialize(instruction.operand(0));
                } else if (repeated.opcode() == Opcode.SPREAD && !places.containsKey(instruction.operand(0))) {
                    access = Access.SPREAD_RUNS;
                    place = new Place.Parameter(parameter(repeated.operand(0)));
                    runs.add(run);
                } else {
                    access = Access.BROADCAST_RUNS;
                    place = materialize(instruction.operand(0));
                    runs.add(run);
                }
            } else if (place == null && instruction.opcode() == Opcode.SPREAD) {
                access = Access.SPREAD;
                place = new Place.Parameter(parameter(instruction.operand(0)));
            } else if (place == null) {
                place = materialize(id);
            }
            operandNumbers.put(id, operands.size());
            accesses.add(access);
            operands.add(place);
            return operands.size() - 1;
        }

        int constant(int id) {
            return node(new Node(
                    Opcode.CONSTANT, List.of(), (float) program.instruction(id).constant()));
        }

        int node(Node node) {
            nodes.add(node);
            return operands.size() + nodes.size() - 1;
        }

        void emit(List<Integer> results, List<Place> slots) {
            List<Place> arguments = new ArrayList<>(operands);
            arguments.addAll(slots);
            KernelShape shape = KernelShape.Elementwise.of(width, accesses, nodes, results);
            List<Integer> sizes = new ArrayList<>();
            if (runs.isEmpty()) {
                sizes.add(width);
            } else {
                int block = runs.stream().reduce(0, Lowering::greatestCommonDivisor);
                sizes.add(width / block);
                sizes.add(block);
                runs.forEach(run -> sizes.add(run / block));
            }
            steps.add(new Step.Run(shape, arguments, slots.size(), sizes));
        }
    }
}
