package org.turnpike.execution.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.execution.Binding;
import org.turnpike.execution.Buffer;

/**
 * Gives the places of a lowered program their positions in a workspace: outputs are written where they belong if no input
 * that is still read lies there, and temporary storage is shared by values that do not live at the same time.
 */
final class Placement {

    private final List<Step> steps;
    private final List<Integer> slotWidths;
    private final Map<String, VectorBuffer> inputs;

    private Placement(Lowering.Result lowered, Map<String, VectorBuffer> inputs) {
        this.steps = new ArrayList<>(lowered.steps());
        this.slotWidths = new ArrayList<>(lowered.slotWidths());
        this.inputs = inputs;
    }

    /** A program whose places are positions, but for the start of its temporary storage. */
    record Bound(List<Step> steps, List<Integer> slotPositions, int scratchSize, Map<String, VectorBuffer> ports) {

        /** The position of {@code place} in its array. */
        int position(Place place, int scratchStart) {
            if (place instanceof Place.Port port) {
                return ports.get(port.port()).offset() + port.offset();
            }
            if (place instanceof Place.Scratch scratch) {
                return scratchStart + slotPositions.get(scratch.slot()) + scratch.offset();
            }
            return place instanceof Place.Parameter parameter
                    ? parameter.offset()
                    : AlignedArrays.FIRST + ((Place.Gradient) place).offset();
        }
    }

    /**
     * @param inputs by name
     * @param outputs which value goes to which buffer
     */
    static Bound place(Lowering.Result lowered, Map<String, VectorBuffer> inputs, List<Binding.Output> outputs) {
        Placement placement = new Placement(lowered, inputs);
        Map<String, VectorBuffer> ports = new HashMap<>(inputs);
        for (int i = 0; i < outputs.size(); i++) {
            ports.put(outputPort(i), (VectorBuffer) outputs.get(i).buffer());
        }
        placement.placeOutputs(lowered.values(), outputs);
        return placement.placeSlots(ports);
    }

    private static String outputPort(int number) {
        // Programs have no input of such a name: it holds a space.
        return "output " + number;
    }

    private void placeOutputs(Map<Integer, Place> values, List<Binding.Output> outputs) {
        List<Step> toTemporary = new ArrayList<>();
        List<Step> toOutput = new ArrayList<>();
        // Inputs that are outputs as they are will be read at the very end.
        List<Buffer> readLast = new ArrayList<>();
        for (Binding.Output output : outputs) {
            if (values.get(output.value()) instanceof Place.Port port) {
                readLast.add(inputs.get(port.port()));
            }
        }
        Map<Integer, Place.Port> direct = new HashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            Buffer buffer = outputs.get(i).buffer();
            Place.Port port = new Place.Port(outputPort(i), 0);
            Place value = values.get(outputs.get(i).value());
            if (value instanceof Place.Scratch scratch) {
                boolean whole = scratch.offset() == 0 && slotWidths.get(scratch.slot()) == buffer.width();
                if (whole && !direct.containsKey(scratch.slot()) && isFree(buffer, scratch.slot(), readLast)) {
                    direct.put(scratch.slot(), port);
                } else {
                    toOutput.add(new Step.Copy(buffer.width(), value, port));
                }
            } else {
                slotWidths.add(buffer.width());
                Place temporary = new Place.Scratch(slotWidths.size() - 1, 0);
                toTemporary.add(new Step.Copy(buffer.width(), value, temporary));
                toOutput.add(new Step.Copy(buffer.width(), temporary, port));
            }
        }
        steps.addAll(toTemporary);
        steps.addAll(toOutput);
        steps.replaceAll(step -> step.at(
                step.places().stream().map(place -> redirected(place, direct)).toList()));
    }

    private static Place redirected(Place place, Map<Integer, Place.Port> direct) {
        if (place instanceof Place.Scratch scratch && direct.containsKey(scratch.slot())) {
            return new Place.Port(direct.get(scratch.slot()).port(), scratch.offset());
        }
        return place;
    }

    /** Whether {@code slot} may lie in {@code buffer}: no input there is read once the slot is written. */
    private boolean isFree(Buffer buffer, int slot, List<Buffer> readLast) {
        if (readLast.contains(buffer)) {
            return false;
        }
        boolean written = false;
        for (Step step : steps) {
            int reads = step.places().size() - step.written();
            boolean writesNow = step.places().stream()
                    .skip(reads)
                    .anyMatch(place -> place instanceof Place.Scratch scratch && scratch.slot() == slot);
            if (written || (writesNow && !isInPlaceSafe(step, buffer))) {
                for (Place place : step.places().subList(0, reads)) {
                    if (place instanceof Place.Port port && inputs.get(port.port()) == buffer) {
                        return false;
                    }
                }
            }
            written |= writesNow;
        }
        return true;
    }

    /** An elementwise pass reads a position before it writes it, if operand and result begin at the same position. */
    private boolean isInPlaceSafe(Step step, Buffer buffer) {
        if (!(step instanceof Step.Run run) || !(run.shape() instanceof KernelShape.Elementwise shape)) {
            return false;
        }
        for (int i = 0; i < shape.operands().size(); i++) {
            if (run.places().get(i) instanceof Place.Port port && inputs.get(port.port()) == buffer) {
                if (port.offset() != 0 || shape.operands().get(i) != KernelShape.Access.FULL) {
                    return false;
                }
            }
        }
        return true;
    }

    private Bound placeSlots(Map<String, VectorBuffer> ports) {
        int slots = slotWidths.size();
        int[] firstUse = new int[slots];
        int[] lastUse = new int[slots];
        Arrays.fill(firstUse, Integer.MAX_VALUE);
        Arrays.fill(lastUse, -1);
        for (int i = 0; i < steps.size(); i++) {
            for (Place place : steps.get(i).places()) {
                if (place instanceof Place.Scratch scratch) {
                    firstUse[scratch.slot()] = Math.min(firstUse[scratch.slot()], i);
                    lastUse[scratch.slot()] = i;
                }
            }
        }
        RowAllocator rows = new RowAllocator();
        Integer[] positions = new Integer[slots];
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            for (int slot = 0; slot < slots; slot++) {
                if (firstUse[slot] == i) {
                    Integer reused = dyingOperand(step, i, slotWidths.get(slot), positions, lastUse);
                    if (reused != null) {
                        positions[slot] = positions[reused];
                        lastUse[reused] = -1;
                    } else {
                        positions[slot] = rows.allocate(slotWidths.get(slot));
                    }
                }
            }
            for (int slot = 0; slot < slots; slot++) {
                if (lastUse[slot] == i) {
                    rows.free(positions[slot], slotWidths.get(slot));
                }
            }
        }
        List<Integer> offsets = new ArrayList<>();
        for (Integer position : positions) {
            offsets.add(position == null ? 0 : position * TileLayout.ROWS);
        }
        return new Bound(steps, offsets, rows.highest() * TileLayout.ROWS, ports);
    }

    /** An operand of an elementwise pass that is read for the last time, and in whose place a result can be written. */
    private Integer dyingOperand(Step step, int index, int width, Integer[] positions, int[] lastUse) {
        if (!(step instanceof Step.Run run) || !(run.shape() instanceof KernelShape.Elementwise shape)) {
            return null;
        }
        for (int i = 0; i < shape.operands().size(); i++) {
            if (shape.operands().get(i) == KernelShape.Access.FULL
                    && run.places().get(i) instanceof Place.Scratch scratch
                    && scratch.offset() == 0
                    && slotWidths.get(scratch.slot()) == width
                    && positions[scratch.slot()] != null
                    && lastUse[scratch.slot()] == index
                    && isReadOnceWhole(run, scratch.slot())) {
                return scratch.slot();
            }
        }
        return null;
    }

    /** Whether the pass reads this slot only from its start, position by position. */
    private static boolean isReadOnceWhole(Step.Run run, int slot) {
        KernelShape.Elementwise shape = (KernelShape.Elementwise) run.shape();
        for (int i = 0; i < shape.operands().size(); i++) {
            if (run.places().get(i) instanceof Place.Scratch scratch
                    && scratch.slot() == slot
                    && (scratch.offset() != 0 || shape.operands().get(i) != KernelShape.Access.FULL)) {
                return false;
            }
        }
        return true;
    }

    /** First-fit allocation of rows. */
    private static final class RowAllocator {
        private final BitSet used = new BitSet();
        private int highest;

        int allocate(int width) {
            int start = used.nextClearBit(0);
            while (true) {
                int next = used.nextSetBit(start);
                if (next < 0 || next - start >= width) {
                    used.set(start, start + width);
                    highest = Math.max(highest, start + width);
                    return start;
                }
                start = used.nextClearBit(next);
            }
        }

        void free(int start, int width) {
            used.clear(start, start + width);
        }

        int highest() {
            return highest;
        }
    }
}
