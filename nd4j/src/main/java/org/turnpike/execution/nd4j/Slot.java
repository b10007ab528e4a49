package org.turnpike.execution.nd4j;

import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Memory of a value: some numbers in a row, used by as many values as {@link #users} says. */
final class Slot {

    private final INDArray whole;
    private final long offset;
    private final long length;
    private final boolean pooled;
    private final double constant;
    private DataBuffer bits;
    int users;

    private Slot(INDArray whole, long offset, long length, boolean pooled, double constant) {
        this.whole = whole;
        this.offset = offset;
        this.length = length;
        this.pooled = pooled;
        this.constant = constant;
    }

    /** One that goes back to where it came from when nobody uses it any more. */
    static Slot pooled(INDArray whole) {
        return new Slot(whole, 0, whole.length(), true, Double.NaN);
    }

    /** Some numbers of a buffer, parameter or gradient, whose memory is not ours to give away. */
    static Slot borrowed(INDArray whole, long offset, long length) {
        return new Slot(whole, offset, length, false, Double.NaN);
    }

    /** One number that nothing changes. */
    static Slot constant(INDArray array, double value) {
        return new Slot(array, 0, 1, false, value);
    }

    /** Whether this is that constant; no constant is NaN. */
    boolean isConstant(double value) {
        return constant == value;
    }

    boolean isPooled() {
        return pooled;
    }

    long length() {
        return length;
    }

    INDArray as(long... shape) {
        return Nd4j.create(whole.data(), shape, Nd4j.getStrides(shape, 'c'), offset, 'c');
    }

    /** The same memory read as integers: the bits of its numbers. On the CPU only. */
    INDArray bitsAs(long... shape) {
        if (bits == null) {
            bits = Nd4j.createBuffer(whole.data().pointer(), whole.length(), DataType.INT);
        }
        return Nd4j.create(bits, shape, Nd4j.getStrides(shape, 'c'), offset, 'c', DataType.INT);
    }
}
