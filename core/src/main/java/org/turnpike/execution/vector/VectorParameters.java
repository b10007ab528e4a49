package org.turnpike.execution.vector;

import org.turnpike.execution.Parameters;
import org.turnpike.program.ParameterLayout;

/** The flat parameter vector as floats. */
final class VectorParameters implements Parameters {

    private final ParameterLayout layout;
    private final float[] values;

    VectorParameters(ParameterLayout layout) {
        this.layout = layout;
        this.values = new float[layout.size()];
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public void set(double[] source) {
        checkLength(source.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) source[i];
        }
    }

    @Override
    public void set(float[] source) {
        checkLength(source.length);
        System.arraycopy(source, 0, values, 0, values.length);
    }

    float[] values() {
        return values;
    }

    private void checkLength(int length) {
        if (length != values.length) {
            throw new IllegalArgumentException("Expected " + values.length + " parameters, found " + length);
        }
    }
}
