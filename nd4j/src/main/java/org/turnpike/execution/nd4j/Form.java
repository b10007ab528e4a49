package org.turnpike.execution.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a value lies in memory: {@code rows × groups} numbers, each of which stands for a run of {@code width / groups} equal ones.
 * What is broadcast is therefore never written out, unless an operation needs it so.
 *
 * @param rows samples, or 1 for what all samples have in common
 * @param groups runs of equal numbers in a row
 * @param width numbers of a row, as the program sees it
 */
record Form(Slot slot, int rows, int groups, int width) {

    INDArray array() {
        return slot.as(rows, groups);
    }

    INDArray as(long... shape) {
        return slot.as(shape);
    }

    int run() {
        return width / groups;
    }

    boolean isDense(int samples) {
        return rows == samples && groups == width;
    }

    Form widened(int other) {
        return new Form(slot, rows, groups, other);
    }
}
