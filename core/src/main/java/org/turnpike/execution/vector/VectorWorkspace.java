package org.turnpike.execution.vector;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.turnpike.execution.Binding;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Tape;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;

/**
 * The memory of one tile: one float array, in which buffers lie, and behind them the temporary storage that all calls share. It is
 * made when it is first asked for, as large as it then must be.
 */
final class VectorWorkspace implements Workspace {

    private static final int ROWS = TileLayout.ROWS;

    private final KernelLibrary library;
    private final VectorParameters parameters;
    private final float[] gradient;
    private final int gradientEnd;
    private float[] memory = {};
    /** Where the buffers end. */
    private int used = AlignedArrays.FIRST;

    private int scratchSize;

    VectorWorkspace(KernelLibrary library, VectorParameters parameters) {
        this.library = library;
        this.parameters = parameters;
        long sums = (long) parameters.layout().size() * TileLayout.PARTIAL_SUMS;
        if (sums > Integer.MAX_VALUE - 8 - AlignedArrays.FIRST) {
            throw new IllegalArgumentException("The vector back-end holds at most "
                    + Integer.MAX_VALUE / TileLayout.PARTIAL_SUMS + " parameters, found "
                    + parameters.layout().size() + "; choose another back-end for a network of this size");
        }
        this.gradientEnd = AlignedArrays.FIRST + (int) sums;
        this.gradient = AlignedArrays.of(gradientEnd);
    }

    float[] memory() {
        int needed = Math.addExact(used, scratchSize);
        if (memory.length < needed) {
            float[] larger = AlignedArrays.of(needed);
            System.arraycopy(memory, 0, larger, 0, memory.length);
            memory = larger;
        }
        return memory;
    }

    int scratchStart() {
        return used;
    }

    @Override
    public int tileRows() {
        return ROWS;
    }

    @Override
    public VectorBuffer allocate(int width) {
        if (width < 1) {
            throw new IllegalArgumentException("A buffer needs a width of at least 1, found " + width);
        }
        int offset = used;
        used = Math.addExact(used, Math.multiplyExact(width, ROWS));
        // What temporary storage left here is no zero.
        Arrays.fill(memory, Math.min(offset, memory.length), Math.min(used, memory.length), 0f);
        return new VectorBuffer(this, offset, width);
    }

    @Override
    public Call prepare(Program program, Map<String, Buffer> inputs, Map<String, Buffer> outputs) {
        Binding binding = Binding.of(program, parameters.layout(), inputs, outputs);
        Map<String, VectorBuffer> inputBuffers = new HashMap<>();
        binding.inputs().forEach((name, buffer) -> inputBuffers.put(name, own(buffer)));
        binding.outputs().forEach(output -> own(output.buffer()));
        Lowering.Result lowered = Lowering.lower(binding, parameters.layout(), library.lanes());
        Placement.Bound bound = Placement.place(lowered, inputBuffers, binding.outputs());
        scratchSize = Math.max(scratchSize, bound.scratchSize());
        return new VectorCall(this, bound);
    }

    @Override
    public double read(Buffer buffer, int row, int lane) {
        return memory()[position(buffer, row, lane)];
    }

    @Override
    public void write(Buffer buffer, int row, int lane, double value) {
        memory()[position(buffer, row, lane)] = (float) value;
    }

    @Override
    public void fill(Buffer buffer, double value) {
        VectorBuffer own = own(buffer);
        Arrays.fill(memory(), own.offset(), own.offset() + own.size(), (float) value);
    }

    @Override
    public void load(Buffer buffer, float[] tile) {
        VectorBuffer own = own(buffer);
        checkTile(own, tile.length);
        System.arraycopy(tile, 0, memory(), own.offset(), own.size());
    }

    @Override
    public void load(Buffer buffer, double[] tile) {
        VectorBuffer own = own(buffer);
        checkTile(own, tile.length);
        float[] target = memory();
        for (int i = 0; i < tile.length; i++) {
            target[own.offset() + i] = (float) tile[i];
        }
    }

    @Override
    public void copy(Buffer from, Buffer to) {
        VectorBuffer source = own(from);
        VectorBuffer target = own(to);
        if (source.width() != target.width()) {
            throw new IllegalArgumentException(
                    "Cannot copy a buffer of width " + source.width() + " to one of width " + target.width());
        }
        float[] numbers = memory();
        System.arraycopy(numbers, source.offset(), numbers, target.offset(), source.size());
    }

    @Override
    public Tape newTape(Buffer... buffers) {
        return new VectorTape(this, Arrays.stream(buffers).map(this::own).toArray(VectorBuffer[]::new));
    }

    @Override
    public void clearGradient() {
        Arrays.fill(gradient, AlignedArrays.FIRST, gradientEnd, 0f);
    }

    @Override
    public void addGradient(double[] sum) {
        if (sum.length != parameters.layout().size()) {
            throw new IllegalArgumentException(
                    "Expected room for " + parameters.layout().size() + " gradient elements, found " + sum.length);
        }
        GradientSum.add(gradient, AlignedArrays.FIRST, sum);
    }

    KernelLibrary library() {
        return library;
    }

    float[] parameters() {
        return parameters.values();
    }

    float[] gradient() {
        return gradient;
    }

    private VectorBuffer own(Buffer buffer) {
        if (buffer instanceof VectorBuffer own && own.owner() == this) {
            return own;
        }
        throw new IllegalArgumentException("The buffer belongs to another workspace");
    }

    private int position(Buffer buffer, int row, int lane) {
        VectorBuffer own = own(buffer);
        return own.offset() + Objects.checkIndex(row, own.width()) * ROWS + Objects.checkIndex(lane, ROWS);
    }

    private static void checkTile(VectorBuffer buffer, int length) {
        if (length != buffer.size()) {
            throw new IllegalArgumentException(
                    "Expected a tile of " + buffer.width() + " × " + ROWS + " numbers, found " + length);
        }
    }
}
