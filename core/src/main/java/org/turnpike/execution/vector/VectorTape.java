package org.turnpike.execution.vector;

import java.util.Arrays;
import org.turnpike.execution.Tape;

/** Saved buffers one after another; grows by doubling and never shrinks. */
final class VectorTape implements Tape {

    private final VectorWorkspace workspace;
    private final VectorBuffer[] buffers;
    private final int entrySize;
    private float[] saved = new float[0];

    VectorTape(VectorWorkspace workspace, VectorBuffer[] buffers) {
        this.workspace = workspace;
        this.buffers = buffers;
        this.entrySize = Arrays.stream(buffers).mapToInt(VectorBuffer::size).sum();
    }

    @Override
    public void save(int index) {
        long end = (index + 1L) * entrySize;
        if (end > saved.length) {
            if (end > Integer.MAX_VALUE - 8) {
                throw new OutOfMemoryError(
                        "A solve of " + (index + 1) + " steps needs more memory than one array holds; "
                                + "use fewer steps, or checkpoints, or gradient = backsolve");
            }
            saved = Arrays.copyOf(saved, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, 2L * saved.length)));
        }
        int position = index * entrySize;
        for (VectorBuffer buffer : buffers) {
            System.arraycopy(workspace.memory(), buffer.offset(), saved, position, buffer.size());
            position += buffer.size();
        }
    }

    @Override
    public void restore(int index) {
        int position = index * entrySize;
        for (VectorBuffer buffer : buffers) {
            System.arraycopy(saved, position, workspace.memory(), buffer.offset(), buffer.size());
            position += buffer.size();
        }
    }
}
