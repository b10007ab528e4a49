package org.turnpike.execution;

import org.turnpike.program.ParameterLayout;

/**
 * Runs programs on tiles of samples.
 *
 * <p>A tile is a fixed number of samples ({@link #tileRows}) that are computed together; what a sample's result is does not
 * depend on the others in its tile. A back-end may be used by several threads; each needs its own {@link Workspace}.
 */
public interface Backend {

    /** Name as in the configuration: {@code reference}, {@code vector}. */
    String name();

    /** Samples in a tile. */
    int tileRows();

    /** Room for a parameter vector that all workspaces made with it read. */
    Parameters newParameters(ParameterLayout layout);

    /** Memory and prepared programs for one thread. */
    Workspace newWorkspace(Parameters parameters);

    /**
     * Makes what was prepared so far as fast as it will be: waits until generated code has been compiled to machine code.
     * Results never depend on it; the first iterations' times do.
     */
    default void warmUp() {}
}
