package org.turnpike.execution.vector;

import java.util.Optional;
import org.turnpike.program.Opcode;
import org.turnpike.program.Window;

/**
 * A convolution, or its transpose, in squares of {@link Winograd}: the transpose is a convolution of the result with the weights turned
 * round.
 *
 * @param inputs channels of the operand
 * @param outputs channels of the result
 * @param height of the operand; {@code width} alike
 * @param padding of the operand
 * @param isTransposed whether weights are taken from the last to the first
 */
record WinogradPlan(
        Winograd winograd, int inputs, int outputs, int height, int width, int padding, boolean isTransposed) {

    /**
     * What one value of one channel costs on its way from the image, and to the result, and what mapping the weights between two channels
     * costs: as many products of one weight with all samples take as long (measured).
     */
    private static final double IMAGE_COST = 6;

    private static final double RESULT_COST = 5;
    private static final double WEIGHTS_COST = 17;

    /** The fastest way of computing {@code opcode} in squares, if it is faster than term by term. */
    static Optional<WinogradPlan> of(Opcode opcode, Window window, int kernels) {
        if (window.kernelHeight() != Winograd.TAPS || window.kernelWidth() != Winograd.TAPS || window.stride() != 1) {
            return Optional.empty();
        }
        int[] terms = new int[1];
        window.pairs((position, tap, pixel) -> terms[0]++);
        double least = (double) terms[0] * window.channels() * kernels;
        Optional<WinogradPlan> best = Optional.empty();
        for (Winograd winograd : Winograd.values()) {
            WinogradPlan plan = opcode == Opcode.CONVOLUTION
                    ? new WinogradPlan(
                            winograd,
                            window.channels(),
                            kernels,
                            window.height(),
                            window.width(),
                            window.padding(),
                            false)
                    : new WinogradPlan(
                            winograd,
                            kernels,
                            window.channels(),
                            window.outputHeight(),
                            window.outputWidth(),
                            Winograd.TAPS - 1 - window.padding(),
                            true);
            if (plan.cost() < least) {
                least = plan.cost();
                best = Optional.of(plan);
            }
        }
        return best;
    }

    private double cost() {
        double products = (double) inputs * outputs;
        return squares() * values() * (products + IMAGE_COST * inputs + RESULT_COST * outputs)
                + WEIGHTS_COST * products;
    }

    int outputHeight() {
        return height + 2 * padding - Winograd.TAPS + 1;
    }

    int outputWidth() {
        return width + 2 * padding - Winograd.TAPS + 1;
    }

    /** How many squares cover the result. */
    int squares() {
        return ceilDiv(outputHeight(), winograd.results()) * columns();
    }

    private int columns() {
        return ceilDiv(outputWidth(), winograd.results());
    }

    private static int ceilDiv(int size, int results) {
        return (size + results - 1) / results;
    }

    /** Values of a square. */
    int values() {
        return winograd.side() * winograd.side();
    }

    /**
     * Where the numbers lie that a square of the image consists of, row by row.
     *
     * @return two numbers for each: −1 if it lies in the image, else 0; and its distance from the first number of its channel, or 0
     */
    int[] imageTable(int square) {
        return table(winograd.side(), padding, square, height, width);
    }

    /** Where the numbers of a square of the result lie, as {@link #imageTable}. */
    int[] resultTable(int square) {
        return table(winograd.results(), 0, square, outputHeight(), outputWidth());
    }

    private int[] table(int size, int before, int square, int rows, int columns) {
        int firstRow = square / columns() * winograd.results() - before;
        int firstColumn = square % columns() * winograd.results() - before;
        int[] table = new int[2 * size * size];
        for (int i = 0; i < size * size; i++) {
            int row = firstRow + i / size;
            int column = firstColumn + i % size;
            if (row >= 0 && row < rows && column >= 0 && column < columns) {
                table[2 * i] = -1;
                table[2 * i + 1] = (row * columns + column) * TileLayout.ROWS;
            }
        }
        return table;
    }
}
