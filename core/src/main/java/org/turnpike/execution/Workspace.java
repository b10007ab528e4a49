package org.turnpike.execution;

import java.util.Map;
import org.turnpike.program.Program;

/**
 * The memory of one tile, and programs prepared to run in it. For one thread.
 *
 * <p>Set up once (allocate, prepare), then run any number of times: running allocates nothing.
 */
public interface Workspace {

    /** Samples in the tile. */
    int tileRows();

    /** Room for {@code width} numbers per sample, zero at first. */
    Buffer allocate(int width);

    /**
     * Compiles {@code program} and binds it to buffers.
     *
     * <p>All of a program's inputs are read before any of its outputs is written, so a buffer may be input and output at
     * once. Parameters are found in the layout by name, and read anew each time the call runs. An output that is shared,
     * called {@code cotangent(p)} for a parameter p of the layout and a sum over the batch, is added to the gradient of p;
     * other shared outputs are not allowed. Sums over the batch take in every sample of the tile: whoever has fewer fills
     * the others with finite numbers whose cotangent is zero.
     *
     * @param inputs a buffer for every input of the program (more are ignored); one buffer may serve several inputs
     * @param outputs a buffer of its own for each per-sample output that is wanted; outputs not named here are not
     *     computed, shared outputs always are
     * @throws IllegalArgumentException naming the inputs, outputs or parameters that are missing or of the wrong shape
     *     ({@link Binding} checks)
     */
    Call prepare(Program program, Map<String, Buffer> inputs, Map<String, Buffer> outputs);

    /** Number {@code row} of sample {@code lane}. */
    double read(Buffer buffer, int row, int lane);

    void write(Buffer buffer, int row, int lane, double value);

    /** Sets every number of every sample. */
    void fill(Buffer buffer, double value);

    /** Copies a whole tile in, as {@code [width][tileRows]}. */
    void load(Buffer buffer, float[] tile);

    /** Copies a whole tile in, as {@code [width][tileRows]}. */
    void load(Buffer buffer, double[] tile);

    /** Copies one buffer to another of the same width. */
    void copy(Buffer from, Buffer to);

    /** Storage outside the tile for the contents of {@code buffers} at many moments, as a solve needs to be undone. */
    Tape newTape(Buffer... buffers);

    /** Sets the gradient to zero. */
    void clearGradient();

    /** Adds the gradient, summed over the samples in a fixed order, to {@code sum} of the layout's size. */
    void addGradient(double[] sum);
}
