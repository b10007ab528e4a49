package org.turnpike.execution.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.turnpike.execution.Binding;
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

    /** Rows of a value from which it is worth computing again what is cheap: more than the first cache holds. */
    private static final int WIDE = 128;

    /** Most machine operations that computing a wide value again may take; storing and loading it takes as long. */
    private static final int CHEAP = 8;

    private final Program program;
    private final ParameterLayout layout;
    private final Lanes lanes;
    private final boolean[] live;
    private final List<Set<Integer>> users = new ArrayList<>();
    private final Set<Integer> outputValues;
    private final Map<Integer, Place> places = new HashMap<>();
    private final BiasedProducts biases;
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> slotWidths = new ArrayList<>();
    private final GradientSums sums;
    private final WinogradConvolutions winograd;

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
        this.biases = new BiasedProducts(program, live, users, outputValues);
        this.sums = new GradientSums(this);
        this.winograd = new WinogradConvolutions(this);
    }

    static Result lower(Binding binding, ParameterLayout layout, Lanes lanes) {
        return new Lowering(binding, layout, lanes).lower(binding);
    }

    /**
     * A lowered program.
     *
     * @param slotWidths width of each scratch slot that the steps name
     * @param values where the per-sample outputs end up, by value number
     */
    record Result(List<Step> steps, List<Integer> slotWidths, Map<Integer, Place> values) {}

    private Result lower(Binding binding) {
        binding.gradients().forEach(gradient -> sums.target(gradient.value(), gradient.offset()));
        for (int id = 0; id < program.instructions().size(); id++) {
            if (live[id]) {
                lower(id, program.instruction(id));
            }
        }
        Map<Integer, Place> values = new HashMap<>();
        binding.outputs().forEach(output -> values.put(output.value(), materialize(output.value())));
        sums.finish();
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
                sums.add(id);
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
        int biasStride = biases.hasBias(id) ? 1 : 0;
        int bias = biases.hasBias(id) ? parameter(biases.bias(id)) : layout.size();
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
        places.put(biases.result(id), out);
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
        int biasStride = biases.hasBias(id) ? 1 : 0;
        int bias = biases.hasBias(id) ? parameter(biases.bias(id)) : layout.size();
        Place out = newSlot(instruction.width());
        places.put(biases.result(id), out);
        Optional<WinogradPlan> plan = WinogradPlan.of(instruction.opcode(), window, kernels.rows());
        if (plan.isPresent()) {
            winograd.add(plan.get(), x, matrix, bias, biasStride, out);
            return;
        }
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
    interface BlockBody {
        /** Rows {@code first} to {@code first + count}, in blocks of {@code block}. */
        void add(int first, int count, int block);
    }

    static void forBlocks(int size, int block, BlockBody body) {
        int whole = size / block * block;
        if (whole > 0) {
            body.add(0, whole, block);
        }
        if (size > whole) {
            body.add(whole, size - whole, size - whole);
        }
    }

    Program program() {
        return program;
    }

    void add(Step step) {
        steps.add(step);
    }

    /** Where value {@code id} is stored, or null. */
    Place stored(int id) {
        return places.get(id);
    }

    /** Where value {@code id} is stored; computes it first if it is not. */
    Place materialize(int id) {
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
        FusedPass pass = new FusedPass(this, instruction.width());
        int operand = pass.operand(id);
        int copy = pass.node(new Node(Opcode.STOP_GRADIENT, List.of(operand), 0));
        Place slot = newSlot(instruction.width());
        pass.emit(List.of(copy), List.of(slot));
        return slot;
    }

    private Place partOf(int operand) {
        return program.instruction(operand).opcode() == Opcode.CONSTANT ? null : materialize(operand);
    }

    /** One fused pass that computes {@code id} and all that it needs. */
    private void fuse(int id) {
        List<Integer> members = members(id);
        Set<Integer> inside = new HashSet<>(members);
        FusedPass pass = new FusedPass(this, program.instruction(id).width());
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
            if (member == id || (usedOutside && !isCheapAgain(member))) {
                Place slot = newSlot(instruction.width());
                places.put(member, slot);
                results.add(numbers.get(member));
                slots.add(slot);
            }
        }
        pass.emit(results, slots);
    }

    /**
     * Whether later passes compute value {@code id} again instead of loading it: they read one wide value for it, as they would have
     * to anyway. Group normalisation of an image would store four values for the way back where one will do.
     */
    private boolean isCheapAgain(int id) {
        if (program.instruction(id).width() < WIDE
                || outputValues.contains(id)
                || !users.get(id).stream().allMatch(user -> isElementwise(program.instruction(user)))) {
            return false;
        }
        Set<Integer> loaded = new HashSet<>();
        Set<Integer> computed = new HashSet<>();
        List<Integer> pending = new ArrayList<>(List.of(id));
        int cost = 0;
        while (!pending.isEmpty()) {
            int value = pending.remove(pending.size() - 1);
            Instruction instruction = program.instruction(value);
            if (places.containsKey(value)) {
                loaded.add(value);
            } else if (isElementwise(instruction) && computed.add(value)) {
                cost += KernelShape.cost(instruction.opcode());
                pending.addAll(instruction.operands());
            }
        }
        return loaded.size() <= 1 && cost <= CHEAP;
    }

    private static boolean isElementwise(Instruction instruction) {
        return instruction.opcode().kind() == Opcode.Kind.ELEMENTWISE;
    }

    /** The elementwise operations that {@code id} needs and that are not stored yet, in program order. */
    private List<Integer> members(int id) {
        Set<Integer> found = new HashSet<>();
        List<Integer> pending = new ArrayList<>(List.of(id));
        int total = 0;
        while (!pending.isEmpty()) {
            int candidate = pending.remove(pending.size() - 1);
            Instruction instruction = program.instruction(candidate);
            if (!isElementwise(instruction) || places.containsKey(candidate) || found.contains(candidate)) {
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

    /** Where the parameter that value {@code id} names begins. */
    int parameter(int id) {
        return parameter(program.instruction(id));
    }

    private int parameter(Instruction leaf) {
        return layout.entry(leaf.name()).offset();
    }

    Place newSlot(int width) {
        slotWidths.add(width);
        return new Place.Scratch(slotWidths.size() - 1, 0);
    }
}
