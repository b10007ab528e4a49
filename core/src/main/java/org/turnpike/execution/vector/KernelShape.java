package org.turnpike.execution.vector;

import java.util.List;
import org.turnpike.program.Opcode;

/**
 * What a kernel computes, without where: the key under which generated code is kept, so that the four stages of a
 * Runge–Kutta step, and the forward and backward programs, share one compiled loop.
 */
sealed interface KernelShape {

    /** Positions that the kernel takes. */
    int arguments();

    /**
     * {@code out = M x (+ b)} or {@code out = Mᵀ x (+ b)}; arguments: x, M, b if there is one, out.
     *
     * @param outputs width of the result
     * @param inputs width of x
     */
    record Affine(int outputs, int inputs, Orientation orientation, Bias bias) implements KernelShape {
        @Override
        public int arguments() {
            return bias == Bias.PRESENT ? 4 : 3;
        }
    }

    /** Whether a matrix is applied as stored or transposed. */
    enum Orientation {
        STORED,
        TRANSPOSED
    }

    /** Whether an affine map has a bias. */
    enum Bias {
        PRESENT,
        ABSENT
    }

    /**
     * gradient += Σ y xᵀ over the samples, of several pairs; arguments: gradient, then y and x of each pair. The partial
     * sums stay in registers across the pairs (the stages of one solver step).
     */
    record Outer(int rows, int columns, int pairs) implements KernelShape {
        @Override
        public int arguments() {
            return 1 + 2 * pairs;
        }
    }

    /** gradient += Σ x over the samples, of several values; arguments: gradient, then each x. */
    record BatchSum(int width, int terms) implements KernelShape {
        @Override
        public int arguments() {
            return 1 + terms;
        }
    }

    /** Sum or maximum of a sample's numbers; arguments: x, out. */
    record Reduction(Opcode opcode, int width) implements KernelShape {
        @Override
        public int arguments() {
            return 2;
        }
    }

    /**
     * A loop over all numbers of a value that computes a graph of elementwise operations in registers; arguments: one for
     * each operand, then one for each result.
     *
     * @param width of all results
     * @param operands how each is read
     * @param nodes operations in dependency order; they name operands as 0, 1, … and earlier nodes after these
     * @param results numbers of the values that are stored
     */
    record Elementwise(int width, List<Access> operands, List<Node> nodes, List<Integer> results) implements KernelShape {
        public Elementwise {
            operands = List.copyOf(operands);
            nodes = List.copyOf(nodes);
            results = List.copyOf(results);
        }

        @Override
        public int arguments() {
            return operands.size() + results.size();
        }

        /** Whether every operand has a number for each row and sample, so that one flat loop does. */
        boolean isFlat() {
            return operands.stream().allMatch(access -> access == Access.FULL);
        }
    }

    /** How an elementwise kernel reads an operand. */
    enum Access {
        /** One number for every row and sample. */
        FULL,
        /** One number for every sample, the same in all rows. */
        BROADCAST,
        /** A parameter for every row, the same for all samples. */
        SPREAD
    }

    /** One operation of an elementwise kernel; {@code opcode} is CONSTANT for a number. */
    record Node(Opcode opcode, List<Integer> operands, float constant) {
        public Node {
            operands = List.copyOf(operands);
        }
    }
}
