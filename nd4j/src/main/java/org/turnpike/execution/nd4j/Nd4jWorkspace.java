package org.turnpike.execution.nd4j;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.turnpike.execution.Binding;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Tape;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;

/** Buffers as arrays {@code [tileRows][width]}, one gradient, and memory for intermediate values that calls share. */
final class Nd4jWorkspace implements Workspace {

    private final Nd4jBackend backend;
    private final Nd4jParameters parameters;
    private final Operations operations = new Operations();
    private final Scratch scratch = new Scratch(length -> Nd4j.createUninitialized(DataType.FLOAT, length));
    private final INDArray gradient;
    private final float[] gradientOnHost;
    private final INDArray number = Nd4j.create(DataType.FLOAT, 1, 1);
    private final INDArray zero = Nd4j.create(DataType.FLOAT, 1);
    private final Operations.Bound clearGradient;
    private final Map<Nd4jBuffer, Operations.Bound> fills = new IdentityHashMap<>();
    private final Map<Nd4jBuffer, Map<Nd4jBuffer, Operations.Bound>> copies = new IdentityHashMap<>();

    Nd4jWorkspace(Nd4jBackend backend, Nd4jParameters parameters) {
        this.backend = backend;
        this.parameters = parameters;
        this.gradientOnHost = new float[parameters.layout().size()];
        this.gradient = Nd4j.create(DataType.FLOAT, Math.max(1, gradientOnHost.length));
        this.clearGradient = operations.copy(zero, gradient);
    }

    @Override
    public int tileRows() {
        return backend.tileRows();
    }

    @Override
    public Nd4jBuffer allocate(int width) {
        if (width < 1) {
            throw new IllegalArgumentException("A buffer needs a width of at least 1, found " + width);
        }
        return new Nd4jBuffer(this, Nd4j.create(DataType.FLOAT, tileRows(), width), width);
    }

    @Override
    public Call prepare(Program program, Map<String, Buffer> inputs, Map<String, Buffer> outputs) {
        Binding binding = Binding.of(program, parameters.layout(), inputs, outputs);
        binding.inputs().values().forEach(this::own);
        binding.outputs().forEach(output -> own(output.buffer()));
        return Nd4jCall.bind(this, binding, backend.pieceRows(binding.program(), Float.BYTES * scratch.size()));
    }

    @Override
    public double read(Buffer buffer, int row, int lane) {
        return HostMemory.read(own(buffer).array(), position(buffer, row, lane));
    }

    @Override
    public void write(Buffer buffer, int row, int lane, double value) {
        HostMemory.write(own(buffer).array(), position(buffer, row, lane), (float) value);
    }

    @Override
    public void fill(Buffer buffer, double value) {
        runtime().confineThread();
        HostMemory.write(number, 0, (float) value);
        fills.computeIfAbsent(own(buffer), target -> operations.copy(number, target.array()))
                .run();
    }

    @Override
    public void load(Buffer buffer, float[] tile) {
        Nd4jBuffer own = own(buffer);
        checkTile(own, tile.length);
        float[] bySample = new float[tile.length];
        for (int row = 0; row < own.width(); row++) {
            for (int lane = 0; lane < tileRows(); lane++) {
                bySample[lane * own.width() + row] = tile[row * tileRows() + lane];
            }
        }
        HostMemory.write(own.array(), bySample);
    }

    @Override
    public void load(Buffer buffer, double[] tile) {
        Nd4jBuffer own = own(buffer);
        checkTile(own, tile.length);
        float[] numbers = new float[tile.length];
        for (int i = 0; i < tile.length; i++) {
            numbers[i] = (float) tile[i];
        }
        load(own, numbers);
    }

    @Override
    public void copy(Buffer from, Buffer to) {
        Nd4jBuffer source = own(from);
        Nd4jBuffer target = own(to);
        if (source.width() != target.width()) {
            throw new IllegalArgumentException(
                    "Cannot copy a buffer of width " + source.width() + " to one of width " + target.width());
        }
        runtime().confineThread();
        copies.computeIfAbsent(source, unused -> new HashMap<>())
                .computeIfAbsent(target, unused -> operations.copy(source.array(), target.array()))
                .run();
    }

    @Override
    public Tape newTape(Buffer... buffers) {
        return new Nd4jTape(operations, Arrays.stream(buffers).map(this::own).toList());
    }

    @Override
    public void clearGradient() {
        runtime().confineThread();
        clearGradient.run();
    }

    @Override
    public void addGradient(double[] sum) {
        if (sum.length != gradientOnHost.length) {
            throw new IllegalArgumentException(
                    "Expected room for " + gradientOnHost.length + " parameters, found " + sum.length);
        }
        HostMemory.read(gradient, gradientOnHost);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += gradientOnHost[i];
        }
    }

    Nd4jRuntime runtime() {
        return backend.runtime();
    }

    boolean isCpu() {
        return runtime().isCpu();
    }

    Operations operations() {
        return operations;
    }

    Scratch scratch() {
        return scratch;
    }

    Nd4jParameters parameters() {
        return parameters;
    }

    /** Some rows of a buffer of this workspace. */
    Slot rows(Buffer buffer, int first, int count) {
        return Slot.borrowed(own(buffer).array(), (long) first * buffer.width(), (long) count * buffer.width());
    }

    /** The part of the gradient from {@code offset} on. */
    Slot gradient(int offset, int size) {
        return Slot.borrowed(gradient, offset, size);
    }

    private Nd4jBuffer own(Buffer buffer) {
        if (buffer instanceof Nd4jBuffer own && own.owner() == this) {
            return own;
        }
        throw new IllegalArgumentException(
                "Expected a buffer of this workspace, found one of another; allocate it here");
    }

    private long position(Buffer buffer, int row, int lane) {
        return (long) Objects.checkIndex(lane, tileRows()) * buffer.width() + Objects.checkIndex(row, buffer.width());
    }

    private void checkTile(Nd4jBuffer buffer, int found) {
        if (found != buffer.width() * tileRows()) {
            throw new IllegalArgumentException(
                    "Expected a tile of " + buffer.width() + " × " + tileRows() + " numbers, found " + found);
        }
    }
}
