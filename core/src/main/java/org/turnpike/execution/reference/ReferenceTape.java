package org.turnpike.execution.reference;

import java.util.ArrayList;
import java.util.List;
import org.turnpike.execution.Tape;

/** A list of copies; an index that was saved before keeps its memory. */
final class ReferenceTape implements Tape {

    private final List<ReferenceBuffer> buffers;
    /** By index: the contents of each buffer; null where nothing was saved. */
    private final List<double[][]> records = new ArrayList<>();

    ReferenceTape(List<ReferenceBuffer> buffers) {
        this.buffers = List.copyOf(buffers);
    }

    @Override
    public void save(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("Expected an index of at least 0, found " + index);
        }
        while (records.size() <= index) {
            records.add(null);
        }
        double[][] saved = records.get(index);
        if (saved == null) {
            saved = new double[buffers.size()][];
            for (int i = 0; i < saved.length; i++) {
                saved[i] = new double[buffers.get(i).values().length];
            }
            records.set(index, saved);
        }
        for (int i = 0; i < saved.length; i++) {
            System.arraycopy(buffers.get(i).values(), 0, saved[i], 0, saved[i].length);
        }
    }

    @Override
    public void restore(int index) {
        if (index < 0 || index >= records.size() || records.get(index) == null) {
            throw new IllegalArgumentException("Nothing was saved under index " + index);
        }
        double[][] saved = records.get(index);
        for (int i = 0; i < saved.length; i++) {
            buffers.get(i).load(saved[i]);
        }
    }
}
