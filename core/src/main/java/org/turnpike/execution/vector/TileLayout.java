package org.turnpike.execution.vector;

/** The fixed sizes of the memory layout. */
final class TileLayout {

    /** Samples in a tile: four 512-bit vectors, so that one weight loaded serves four multiply-adds. */
    static final int ROWS = 64;

    /** Partial sums kept for each element of a gradient; fixed, so that its bits do not depend on the lane count. */
    static final int PARTIAL_SUMS = 16;

    private TileLayout() {}
}
