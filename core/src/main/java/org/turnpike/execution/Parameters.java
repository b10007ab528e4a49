package org.turnpike.execution;

import org.turnpike.program.ParameterLayout;

/** A flat parameter vector in the precision of its back-end; written between solves, read by all workspaces. */
public interface Parameters {

    ParameterLayout layout();

    /**
     * {@code parameters} as those that {@code backend} made.
     *
     * @throws IllegalArgumentException where another back-end made them
     */
    static <P extends Parameters> P madeBy(Backend backend, Class<P> own, Parameters parameters) {
        if (own.isInstance(parameters)) {
            return own.cast(parameters);
        }
        throw new IllegalArgumentException("Expected parameters made by the " + backend.name() + " back-end, found "
                + parameters.getClass().getName() + "; call newParameters of the same back-end");
    }

    /** Copies {@code values} in; its length must be {@code layout().size()}. */
    void set(double[] values);

    /** Copies {@code values} in; its length must be {@code layout().size()}. */
    void set(float[] values);
}
