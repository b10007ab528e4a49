package org.turnpike.execution;

/** One per-sample value of a tile, in the memory of the {@link Workspace} that allocated it. */
public interface Buffer {

    /** Numbers per sample. */
    int width();
}
