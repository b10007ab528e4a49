package org.turnpike.execution.reference;

import java.util.Arrays;
import java.util.Map;
import org.turnpike.execution.Binding;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Tape;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;

/** Buffers as plain arrays, and one gradient in double precision. */
final class ReferenceWorkspace implements Workspace {

    private final ReferenceParameters parameters;
    private final int tileRows;
    private final double[] gradient;

    ReferenceWorkspace(ReferenceParameters parameters, int tileRows) {
        this.parameters = parameters;
        this.tileRows = tileRows;
        this.gradient = new double[parameters.layout().size()];
    }

    @Override
    public int tileRows() {
        return tileRows;
    }

    @Override
    public Buffer allocate(int width) {
        if (width < 1) {
            throw new IllegalArgumentException("A buffer needs a width of at least 1, found " + width);
        }
        return new ReferenceBuffer(this, width, new double[Math.multiplyExact(width, tileRows)]);
    }

    @Override
    public Call prepare(Program program, Map<String, Buffer> inputs, Map<String, Buffer> outputs) {
        return new ReferenceCall(this, Binding.of(program, parameters.layout(), inputs, outputs));
    }

    @Override
    public double read(Buffer buffer, int row, int lane) {
        return own(buffer).values()[position(buffer, row, lane)];
    }

    @Override
    public void write(Buffer buffer, int row, int lane, double value) {
        own(buffer).values()[position(buffer, row, lane)] = value;
    }

    @Override
    public void fill(Buffer buffer, double value) {
        Arrays.fill(own(buffer).values(), value);
    }

    @Override
    public void load(Buffer buffer, float[] tile) {
        double[] values = own(buffer).values();
        checkTile(buffer, tile.length, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = tile[i];
        }
    }

    @Override
    public void load(Buffer buffer, double[] tile) {
        checkTile(buffer, tile.length, own(buffer).values().length);
        own(buffer).load(tile);
    }

    @Override
    public void copy(Buffer from, Buffer to) {
        if (from.width() != to.width()) {
            throw new IllegalArgumentException(
                    "Cannot copy a buffer of width " + from.width() + " to one of width " + to.width());
        }
        own(to).load(own(from).values());
    }

    @Override
    public Tape newTape(Buffer... buffers) {
        return new ReferenceTape(Arrays.stream(buffers).map(this::own).toList());
    }

    @Override
    public void clearGradient() {
        Arrays.fill(gradient, 0);
    }

    @Override
    public void addGradient(double[] sum) {
        if (sum.length != gradient.length) {
            throw new IllegalArgumentException(
                    "Expected room for " + gradient.length + " parameters, found " + sum.length);
        }
        for (int i = 0; i < gradient.length; i++) {
            sum[i] += gradient[i];
        }
    }

    ReferenceParameters parameters() {
        return parameters;
    }

    ReferenceBuffer own(Buffer buffer) {
        return ReferenceBuffer.of(buffer, this);
    }

    /** Adds {@code part} to the gradient from {@code offset} on. */
    void accumulate(int offset, double[] part) {
        for (int i = 0; i < part.length; i++) {
            gradient[offset + i] += part[i];
        }
    }

    private int position(Buffer buffer, int row, int lane) {
        if (row < 0 || row >= buffer.width() || lane < 0 || lane >= tileRows) {
            throw new IndexOutOfBoundsException("Number " + row + " of sample " + lane + " is outside a buffer of "
                    + buffer.width() + " numbers for each of " + tileRows + " samples");
        }
        return row * tileRows + lane;
    }

    private void checkTile(Buffer buffer, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "Expected a tile of " + buffer.width() + " × " + tileRows + " numbers, found " + found);
        }
    }
}
