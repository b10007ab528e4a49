package org.turnpike.execution.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.turnpike.execution.Tape;

/** Saved buffers, one array for every index; never shrinks. */
final class VectorTape implements Tape {

    private final VectorWorkspace workspace;
    private final VectorBuffer[] buffers;
    private final int entrySize;
    private final List<float[]> saved = new ArrayList<>();

    VectorTape(VectorWorkspace workspace, VectorBuffer[] buffers) {
        this.workspace = workspace;
        this.buffers = buffers;
        this.entrySize = Arrays.stream(buffers).mapToInt(VectorBuffer::size).reduce(0, Math::addExact);
    }

    @Override
    public void save(int index) {
        while (saved.size() <= index) {
            saved.add(null);
        }
        float[] entry = saved.get(index);
        if (entry == null) {
            entry = new float[entrySize];
            saved.set(index, entry);
        }
        int position = 0;
        for (VectorBuffer buffer : buffers) {
            System.arraycopy(workspace.memory(), buffer.offset(), entry, position, buffer.size());
            position += buffer.size();
        }
    }

    @Override
    public void restore(int index) {
        float[] entry = saved.get(index);
        int position = 0;
        for (VectorBuffer buffer : buffers) {
            System.arraycopy(entry, position, workspace.memory(), buffer.offset(), buffer.size());
            position += buffer.size();
        }
    }
}
