package org.turnpike.execution.reference;

import org.turnpike.execution.Parameters;
import org.turnpike.program.ParameterLayout;

/** One double for every number of the layout. */
final class ReferenceParameters implements Parameters {

    private final ParameterLayout layout;
    private final double[] values;

    ReferenceParameters(ParameterLayout layout) {
        this.layout = layout;
        this.values = new double[layout.size()];
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public void set(double[] source) {
        checkLength(source.length);
        System.arraycopy(source, 0, values, 0, values.length);
    }

    @Override
    public void set(float[] source) {
        checkLength(source.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = source[i];
        }
    }

    /** Copies the parameter {@code name} to {@code target}, row by row. */
    void copyTo(double[] target, String name) {
        System.arraycopy(values, layout.entry(name).offset(), target, 0, target.length);
    }

    private void checkLength(int length) {
        if (length != values.length) {
            throw new IllegalArgumentException("Expected " + values.length + " parameters, found " + length);
        }
    }
}
