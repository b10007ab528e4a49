package org.turnpike.execution.nd4j;

import java.util.function.LongSupplier;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;

/**
 * Float32 on ND4J: whole tiles as arrays, computed by oneDNN on a CPU and by cuDNN and cuBLAS on a GPU.
 *
 * <p>Convolutions and products of matrices are as fast as the libraries are; elementwise operations are one pass each. A
 * sample's result may differ in its last bits with its place in the tile, since the libraries round the rest of a row otherwise
 * than its beginning; for a given machine, number of threads and tile the bits are always the same.
 */
public final class Nd4jBackend implements Backend {

    /** As many as the vector back-end has, so that shards of rows are cut alike. */
    private static final int TILE_ROWS = 64;

    /** Of the memory that is free, what calls may take; the rest is for buffers and tapes. */
    private static final double SHARE_OF_FREE_MEMORY = 0.5;

    private final Nd4jRuntime runtime;
    private final int tileRows;
    private final LongSupplier freeBytes;

    private Nd4jBackend(Nd4jRuntime runtime, int tileRows, LongSupplier freeBytes) {
        if (tileRows < 1) {
            throw new IllegalArgumentException("A tile needs at least one sample, found " + tileRows);
        }
        this.runtime = runtime;
        this.tileRows = tileRows;
        this.freeBytes = freeBytes;
    }

    /** On whichever of ND4J's back-ends is there, with tiles of 64. */
    public static Nd4jBackend create() {
        return create(TILE_ROWS);
    }

    public static Nd4jBackend create(int tileRows) {
        Nd4jRuntime runtime = Nd4jRuntime.get();
        LongSupplier free = runtime.isCpu()
                ? () -> Long.MAX_VALUE
                : () -> (long) (SHARE_OF_FREE_MEMORY * runtime.freeDeviceMemory());
        return new Nd4jBackend(runtime, tileRows, free);
    }

    /** With a limit of its own to the memory of intermediate values, in bytes. */
    static Nd4jBackend limited(int tileRows, long bytes) {
        return new Nd4jBackend(Nd4jRuntime.get(), tileRows, () -> bytes);
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public int tileRows() {
        return tileRows;
    }

    @Override
    public Parameters newParameters(ParameterLayout layout) {
        return new Nd4jParameters(layout);
    }

    @Override
    public Workspace newWorkspace(Parameters parameters) {
        return new Nd4jWorkspace(this, Parameters.madeBy(this, Nd4jParameters.class, parameters));
    }

    Nd4jRuntime runtime() {
        return runtime;
    }

    /**
     * Rows of a tile that {@code program} computes at a time.
     *
     * @param heldBytes that the workspace's calls have taken for intermediate values already, and share with this one
     */
    int pieceRows(Program program, long heldBytes) {
        long free = freeBytes.getAsLong();
        long room = free == Long.MAX_VALUE ? free : free + heldBytes;
        return PieceRows.of(program, tileRows, runtime.isCpu(), room);
    }
}
