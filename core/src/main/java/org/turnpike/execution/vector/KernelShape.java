package org.turnpike.execution.vector;

import java.util.List;
import org.turnpike.program.Opcode;

/**
 * What a kernel computes, without where and how much: the key under which generated code is kept.
 *
 * <p>Widths are arguments wherever that costs nothing, so that a handful of kernels serves every network, and the
 * just-in-time compiler has little to do before the first iteration.
 */
sealed interface KernelShape {

    /**
     * Rows of {@code out = M x + b}, {@code rows} at a time, so that {@code rows} × all samples of a tile are summed in
     * registers. Arguments: positions of x, M, b and out; sizes: outputs (a multiple of {@code rows}), inputs, distance in M
     * between rows, between columns, and in b (0 where there is no bias and b is a zero).
     */
    record Affine(int rows) implements KernelShape {}

    /**
     * gradient += Σ y xᵀ over the samples and over several pairs of y and x, {@code rows} × {@code columns} elements at a
     * time. Arguments: positions of the gradient and of each y and x; sizes: rows and columns (multiples), distance in the
     * gradient between rows, number of pairs. The sizes come first, because the number of positions varies.
     */
    record Outer(int rows, int columns) implements KernelShape {}

    /**
     * Rows of {@code out = M x + b} where each number of a channel of {@code out} takes its own numbers of x: a convolution,
     * or its transpose; {@code rows} channels at a time. Arguments: positions of x, M, b and out; sizes: channels of out (a
     * multiple of {@code rows}), distance in M between them, in b (0 where there is no bias) and in out, four times the
     * numbers of a channel. The table is {@link WindowTable#results}.
     */
    record WindowProduct(int rows) implements KernelShape {}

    /**
     * gradient += Σ y x over the samples, over all places where the kernel is put down, and over several pairs of y and x,
     * for {@code rows} × {@code columns} pairs of channels at a time. The sizes come first: channels of y and of x
     * (multiples), distance in the gradient between channels of y and of x, distance in y and in x between channels,
     * number of pairs; then positions of the gradient and of each y and x. The table is {@link WindowTable#sections}.
     */
    record WindowSum(int rows, int columns) implements KernelShape {}

    /**
     * Every number of a channel is {@code factor} times a sum over some numbers of the operand's channel. Arguments:
     * positions of x and out; sizes: channels, distance between them in x and in out, four times the numbers of a channel.
     * The table is {@link WindowTable#results}.
     */
    record WindowMean(float factor) implements KernelShape {}

    /**
     * U = G g Gᵀ of the weights between every two channels, for {@link Winograd}. Arguments: positions of
     * the first weight and of U, which holds for each channel of the result all values, of each those of the operand's channels; sizes:
     * channels of the result, of the operand, distance of their weights, and of weights that follow each other.
     */
    record WinogradWeights(Winograd winograd) implements KernelShape {}

    /**
     * V = Bᵀ d B of a square of every channel. Arguments: positions of x, of a row of zeros, which lies outside, of as many rows as V has values, and of V, which holds
     * for each value those of all channels; sizes: channels, distance between them in x, distance between values in V. The table is
     * {@link WinogradPlan#imageTable}.
     */
    record WinogradImage(Winograd winograd) implements KernelShape {}

    /**
     * {@code M = U V} for every value of a square, {@code rows} channels at a time. Arguments: positions of V, U and M; sizes: values,
     * channels of M (a multiple of {@code rows}), of V, distance between values in V, between channels of M in U, between values in M.
     */
    record WinogradProduct(int rows) implements KernelShape {}

    /**
     * {@code Aᵀ M A + b} for a square of every channel. Arguments: positions of M, b, of as many rows as M has values, of a row for what lies outside, and of the result;
     * sizes: channels, distance between values in M, between channels in b (0 where there is no bias) and in the result. The table is
     * {@link WinogradPlan#resultTable}.
     */
    record WinogradResult(Winograd winograd) implements KernelShape {}

    /** Whether sizes come before positions among the arguments, because the number of positions varies. */
    default boolean hasSizesFirst() {
        return this instanceof Outer || this instanceof WindowSum;
    }

    /** gradient += Σ x over the samples. Arguments: positions of the gradient and x; size: width. */
    record BatchSum() implements KernelShape {}

    /**
     * Sum or maximum of a sample's numbers, in runs of one length. Arguments: positions of x and the result; sizes: length of
     * a run, number of runs.
     */
    record Reduction(Opcode opcode) implements KernelShape {}

    /**
     * A loop over all numbers of a value that computes a graph of elementwise operations in registers. Arguments: a position
     * for each operand, then for each result; sizes: width; where an operand is read in runs, also the rows of a block, in which
     * no operand changes from run to run, and for each such operand how many blocks a run is.
     *
     * @param writtenRows of small values that are written out row by row, else 0
     * @param operands how each is read
     * @param nodes operations in dependency order; they name operands as 0, 1, … and earlier nodes after these
     * @param results numbers of the values that are stored
     */
    record Elementwise(int writtenRows, List<Access> operands, List<Node> nodes, List<Integer> results)
            implements KernelShape {

        /** Rows are written out one by one where that makes no more machine operations than this. */
        private static final int WRITTEN_OUT = 40;

        public Elementwise {
            operands = List.copyOf(operands);
            nodes = List.copyOf(nodes);
            results = List.copyOf(results);
        }

        static Elementwise of(int width, List<Access> operands, List<Node> nodes, List<Integer> results) {
            boolean flat = operands.stream().allMatch(access -> access == Access.FULL);
            boolean runs = accesses(operands);
            boolean small =
                    width * nodes.stream().mapToInt(node -> cost(node.opcode())).sum() <= WRITTEN_OUT;
            return new Elementwise(!flat && !runs && small ? width : 0, operands, nodes, results);
        }

        /** Whether any operand is read in runs. */
        boolean hasRuns() {
            return accesses(operands);
        }

        private static boolean accesses(List<Access> operands) {
            return operands.stream().anyMatch(Access::isRuns);
        }
    }

    /** About how many machine operations an elementwise operation is. */
    static int cost(Opcode opcode) {
        return switch (opcode) {
            case CONSTANT, STOP_GRADIENT -> 0;
            case MAXIMUM, MINIMUM, GREATER, SELECT -> 4;
            case TANH -> 18;
            case EXPONENTIAL -> 28;
            case SIGMOID -> 34;
            case SINE, COSINE -> 26;
            case LOGARITHM -> 45;
            case SOFTPLUS -> 80;
            default -> 1;
        };
    }

    /** How an elementwise kernel reads an operand. */
    enum Access {
        /** One number for every row and sample. */
        FULL,
        /** One number for every sample, the same in all rows. */
        BROADCAST,
        /** A parameter for every row, the same for all samples. */
        SPREAD,
        /** One number for every sample and run of rows. */
        BROADCAST_RUNS,
        /** A parameter for every run of rows, the same for all samples. */
        SPREAD_RUNS;

        boolean isRuns() {
            return this == BROADCAST_RUNS || this == SPREAD_RUNS;
        }
    }

    /** One operation of an elementwise kernel; {@code opcode} is CONSTANT for a number. */
    record Node(Opcode opcode, List<Integer> operands, float constant) {
        public Node {
            operands = List.copyOf(operands);
        }
    }
}
