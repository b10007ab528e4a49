package org.turnpike.execution.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where the operations of one piece of a call are gathered, and the memory that they take and give back. */
final class Emitter {

    private final Operations operations;
    private final Scratch scratch;
    private final Scratch.Session memory;
    private final boolean cpu;
    private final List<Operations.Bound> emitted = new ArrayList<>();

    Emitter(Operations operations, Scratch scratch, boolean cpu) {
        this.operations = operations;
        this.scratch = scratch;
        this.memory = scratch.session();
        this.cpu = cpu;
    }

    Operations operations() {
        return operations;
    }

    boolean isCpu() {
        return cpu;
    }

    void emit(Operations.Bound operation) {
        emitted.add(operation);
    }

    List<Operations.Bound> emitted() {
        return emitted;
    }

    /** Room for a value, for one user. */
    Form take(int rows, int groups, int width) {
        Slot slot = memory.take((long) rows * groups);
        slot.users = 1;
        return new Form(slot, rows, groups, width);
    }

    /** The same numbers for one user more, as a value of another width. */
    Form share(Form form, int width) {
        form.slot().users++;
        return form.widened(width);
    }

    void release(Form form) {
        if (--form.slot().users == 0) {
            memory.release(form.slot());
        }
    }

    INDArray constant(double value, long... shape) {
        return scratch.constant(value, shape);
    }

    Form constantForm(double value, int width) {
        return new Form(Slot.constant(constant(value, 1, 1), value), 1, 1, width);
    }

    boolean isConstant(Form form, double value) {
        return form.slot().isConstant(value);
    }

    /** A copy of {@code x} in which numbers are repeated until there are {@code groups} in a row. */
    Form expand(Form x, int groups) {
        Form expanded = take(x.rows(), groups, x.width());
        int run = groups / x.groups();
        INDArray target = expanded.as(x.rows(), x.groups(), run);
        emit(operations.custom("add", new INDArray[] {x.as(x.rows(), x.groups(), 1), constant(0, 1, 1, run)}, target));
        return expanded;
    }

    /** {@code x} written out for every sample, for one user: itself where it is so already. */
    Form dense(Form x, int samples) {
        if (x.isDense(samples)) {
            return share(x, x.width());
        }
        Form dense = take(samples, x.width(), x.width());
        writeDense(x, dense.slot(), samples);
        return dense;
    }

    /** Writes {@code x} out for every sample. */
    void writeDense(Form x, Slot target, int samples) {
        if (x.isDense(samples)) {
            emit(operations.copy(x.as(samples, x.width()), target.as(samples, x.width())));
            return;
        }
        INDArray repeated = x.as(x.rows(), x.groups(), 1);
        INDArray zeros = constant(0, samples, 1, x.run());
        emit(operations.custom("add", new INDArray[] {repeated, zeros}, target.as(samples, x.groups(), x.run())));
    }
}
