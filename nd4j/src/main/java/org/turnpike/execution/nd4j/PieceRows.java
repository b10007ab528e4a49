package org.turnpike.execution.nd4j;

import org.turnpike.execution.BackendUnavailable;
import org.turnpike.program.Program;

/**
 * How many rows of a tile a program computes at a time.
 *
 * <p>On a CPU the largest value of a piece should stay in the second cache: of 64 samples of 64×26×26 an elementwise operation takes
 * 0.80 ms, of sixteen pieces of 4 it takes 0.38 ms in all. Everywhere what a piece needs must fit the memory that is left.
 */
final class PieceRows {

    private static final long CACHED_BYTES = 1 << 20;

    private PieceRows() {}

    /**
     * A divisor of {@code tileRows}.
     *
     * @param freeBytes for intermediate values
     * @throws BackendUnavailable where not even one row fits
     */
    static int of(Program program, int tileRows, boolean cpu, long freeBytes) {
        int rows = tileRows;
        long widest = (long) Float.BYTES * Liveness.widest(program);
        while (cpu && rows % 2 == 0 && widest * rows > CACHED_BYTES) {
            rows /= 2;
        }
        long each = Float.BYTES * Liveness.numbersPerSample(program);
        while (rows > 1 && rows * each > freeBytes) {
            rows = nextDivisor(tileRows, rows);
        }
        if (rows * each > freeBytes) {
            throw new BackendUnavailable(
                    "memory for one sample at least, " + each + " bytes",
                    freeBytes + " free on the device",
                    "Give the worker a device of its own, or use a smaller network.");
        }
        return rows;
    }

    private static int nextDivisor(int number, int below) {
        int divisor = below - 1;
        while (number % divisor != 0) {
            divisor--;
        }
        return divisor;
    }
}
