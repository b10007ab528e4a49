package org.turnpike.execution.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.turnpike.execution.Buffer;

/** @param array {@code [tileRows][width]} */
record Nd4jBuffer(Nd4jWorkspace owner, INDArray array, int width) implements Buffer {

    // Two buffers are never the same, whatever they hold; an array's own equality would compare numbers.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
