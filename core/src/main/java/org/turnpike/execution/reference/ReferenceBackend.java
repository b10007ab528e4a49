package org.turnpike.execution.reference;

import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.program.ParameterLayout;

/**
 * Runs programs in double precision, one instruction at a time, with nothing that is clever: what it computes is what a
 * program means. Meant for tests, for checking another back-end, and for problems so small that speed does not matter.
 */
public final class ReferenceBackend implements Backend {

    private static final int DEFAULT_TILE_ROWS = 8;

    private final int tileRows;

    public ReferenceBackend() {
        this(DEFAULT_TILE_ROWS);
    }

    public ReferenceBackend(int tileRows) {
        if (tileRows < 1) {
            throw new IllegalArgumentException("A tile needs at least one sample, found " + tileRows);
        }
        this.tileRows = tileRows;
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public int tileRows() {
        return tileRows;
    }

    @Override
    public Parameters newParameters(ParameterLayout layout) {
        return new ReferenceParameters(layout);
    }

    @Override
    public Workspace newWorkspace(Parameters parameters) {
        return new ReferenceWorkspace(Parameters.madeBy(this, ReferenceParameters.class, parameters), tileRows);
    }
}
