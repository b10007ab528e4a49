package org.turnpike.execution.vector;

/** One generated loop nest. Generated classes implement it; it is public only so that they can. */
public interface Kernel {

    /**
     * Runs the loops.
     *
     * @param memory of the tile
     * @param parameters the flat parameter vector
     * @param gradient partial sums, {@link TileLayout#PARTIAL_SUMS} for each parameter
     * @param arguments positions in these arrays, in the order that the kernel's {@link KernelShape} lays down
     * @param table distances in the memory and in the parameters that kernels with a window walk along; else empty
     */
    void run(float[] memory, float[] parameters, float[] gradient, int[] arguments, int[] table);
}
