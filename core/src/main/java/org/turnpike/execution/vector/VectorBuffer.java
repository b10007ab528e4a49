package org.turnpike.execution.vector;

import org.turnpike.execution.Buffer;

/** Rows of the workspace's memory from {@code offset}. */
final class VectorBuffer implements Buffer {

    private final VectorWorkspace owner;
    private final int offset;
    private final int width;

    VectorBuffer(VectorWorkspace owner, int offset, int width) {
        this.owner = owner;
        this.offset = offset;
        this.width = width;
    }

    VectorWorkspace owner() {
        return owner;
    }

    int offset() {
        return offset;
    }

    @Override
    public int width() {
        return width;
    }

    int size() {
        return width * TileLayout.ROWS;
    }
}
