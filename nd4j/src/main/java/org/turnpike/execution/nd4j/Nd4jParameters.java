package org.turnpike.execution.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.turnpike.execution.Parameters;
import org.turnpike.program.ParameterLayout;

/** The flat parameter vector as one array, of which programs read views. */
final class Nd4jParameters implements Parameters {

    private final ParameterLayout layout;
    private final float[] staged;
    private final INDArray values;

    Nd4jParameters(ParameterLayout layout) {
        this.layout = layout;
        this.staged = new float[layout.size()];
        this.values = Nd4j.create(DataType.FLOAT, Math.max(1, layout.size()));
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public void set(double[] source) {
        checkLength(source.length);
        for (int i = 0; i < source.length; i++) {
            staged[i] = (float) source[i];
        }
        HostMemory.write(values, staged);
    }

    @Override
    public void set(float[] source) {
        checkLength(source.length);
        HostMemory.write(values, source);
    }

    /** The parameter {@code name}, row by row. */
    Slot slot(String name) {
        ParameterLayout.Entry entry = layout.entry(name);
        return Slot.borrowed(values, entry.offset(), entry.shape().size());
    }

    private void checkLength(int length) {
        if (length != layout.size()) {
            throw new IllegalArgumentException("Expected " + layout.size() + " parameters, found " + length);
        }
    }
}
