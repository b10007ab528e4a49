package org.turnpike.execution;

/** Saved contents of some buffers, by index; grows as needed and keeps its memory for the next solve. */
public interface Tape {

    /** Keeps what the buffers hold now under {@code index}. */
    void save(int index);

    /** Puts what was saved under {@code index} back into the buffers. */
    void restore(int index);
}
