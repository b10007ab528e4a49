package org.turnpike.execution.vector;

import org.turnpike.execution.Parameters;
import org.turnpike.program.ParameterLayout;

/** The flat parameter vector as floats, and after it a zero: the bias of maps that have none. */
final class VectorParameters implements Parameters {

    private final ParameterLayout layout;
    private final float[] values;

    VectorParameters(ParameterLayout layout) {
        this.layout = layout;
        this.values = new float[layout.size() + 1];
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public void set(double[] source) {
        checkLength(source.length);
        for (int i = 0; i < source.length; i++) {
            values[i] = (float) source[i];
        }
    }

    @Override
    public void set(float[] source) {
        checkLength(source.length);
        System.arraycopy(source, 0, values, 0, source.length);
    }

    float[] values() {
        return values;
    }

    private void checkLength(int length) {
        if (length != layout.size()) {
            throw new IllegalArgumentException("Expected " + layout.size() + " parameters, found " + length);
        }
    }
}
