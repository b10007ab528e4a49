package org.turnpike.execution;

import org.turnpike.program.ParameterLayout;

/** A flat parameter vector in the precision of its back-end; written between solves, read by all workspaces. */
public interface Parameters {

    ParameterLayout layout();

    /** Copies {@code values} in; its length must be {@code layout().size()}. */
    void set(double[] values);

    /** Copies {@code values} in; its length must be {@code layout().size()}. */
    void set(float[] values);
}
