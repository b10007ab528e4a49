package org.turnpike.execution.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.turnpike.execution.Tape;

/** An array for every buffer and index, and the copies to and from it, bound when the index is first used. */
final class Nd4jTape implements Tape {

    private record Record(List<Operations.Bound> save, List<Operations.Bound> restore) {}

    private final Operations operations;
    private final List<Nd4jBuffer> buffers;
    /** By index; null where nothing was saved. */
    private final List<Record> records = new ArrayList<>();

    Nd4jTape(Operations operations, List<Nd4jBuffer> buffers) {
        this.operations = operations;
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
        if (records.get(index) == null) {
            records.set(index, newRecord());
        }
        records.get(index).save().forEach(Operations.Bound::run);
    }

    @Override
    public void restore(int index) {
        if (index < 0 || index >= records.size() || records.get(index) == null) {
            throw new IllegalArgumentException("Nothing was saved under index " + index);
        }
        records.get(index).restore().forEach(Operations.Bound::run);
    }

    private Record newRecord() {
        List<Operations.Bound> save = new ArrayList<>();
        List<Operations.Bound> restore = new ArrayList<>();
        for (Nd4jBuffer buffer : buffers) {
            INDArray kept =
                    Nd4j.createUninitialized(DataType.FLOAT, buffer.array().shape());
            save.add(operations.copy(buffer.array(), kept));
            restore.add(operations.copy(kept, buffer.array()));
        }
        return new Record(save, restore);
    }
}
