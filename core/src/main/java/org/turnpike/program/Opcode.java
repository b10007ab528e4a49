package org.turnpike.program;

/**
 * The primitive operations of a program.
 *
 * <p>Every operation has one tangent (JVP) and one cotangent (VJP) rule, written in these same operations, in {@link
 * DerivativeRules}. {@code rows(w)} is a per-sample value of {@code w} numbers; {@code shared(m, n)} is one matrix for
 * the whole batch, a vector being {@code shared(n, 1)}.
 */
public enum Opcode {
    /** A named per-sample argument: {@code rows(w)}. */
    INPUT(Kind.LEAF),
    /** A named shared argument: {@code shared(m, n)}. */
    PARAMETER(Kind.LEAF),
    /** The same number everywhere: {@code rows(w)}. */
    CONSTANT(Kind.LEAF),

    /** {@code y = M x}: shared(m, n), rows(n) → rows(m). */
    LINEAR(Kind.CONTRACTION),
    /** {@code x = Mᵀ y}: shared(m, n), rows(m) → rows(n). */
    LINEAR_TRANSPOSED(Kind.CONTRACTION),
    /** {@code Σ y xᵀ} over the batch: rows(m), rows(n) → shared(m, n). */
    OUTER_SUM(Kind.ACCUMULATION),
    /** {@code Σ x} over the batch: rows(n) → shared(n, 1). */
    BATCH_SUM(Kind.ACCUMULATION),
    /** A shared vector repeated for every sample: shared(n, 1) → rows(n). */
    SPREAD(Kind.VIEW),

    /** A convolution ({@link Window}) with q kernels: shared(q, fan-in), rows(image) → rows(q · positions). */
    CONVOLUTION(Kind.CONTRACTION),
    /** The transpose of that map: shared(q, fan-in), rows(q · positions) → rows(image). */
    CONVOLUTION_TRANSPOSED(Kind.CONTRACTION),
    /** The kernels' cotangent, summed over the batch: rows(q · positions), rows(image) → shared(q, fan-in). */
    CONVOLUTION_SUM(Kind.ACCUMULATION),
    /** Means over {@link Window}s of each channel, padding counted as zeros: rows(image) → rows(channels · positions). */
    AVERAGE_POOL(Kind.CONTRACTION),
    /** The transpose of that map: rows(channels · positions) → rows(image). */
    AVERAGE_POOL_TRANSPOSED(Kind.CONTRACTION),

    NEGATE(Kind.ELEMENTWISE),
    ABSOLUTE(Kind.ELEMENTWISE),
    SQUARE_ROOT(Kind.ELEMENTWISE),
    EXPONENTIAL(Kind.ELEMENTWISE),
    LOGARITHM(Kind.ELEMENTWISE),
    SINE(Kind.ELEMENTWISE),
    COSINE(Kind.ELEMENTWISE),
    TANH(Kind.ELEMENTWISE),
    /** {@code 1 / (1 + e^{-x})}. */
    SIGMOID(Kind.ELEMENTWISE),
    /** {@code log(1 + e^x)}. */
    SOFTPLUS(Kind.ELEMENTWISE),

    ADD(Kind.ELEMENTWISE),
    SUBTRACT(Kind.ELEMENTWISE),
    MULTIPLY(Kind.ELEMENTWISE),
    DIVIDE(Kind.ELEMENTWISE),
    /** The larger operand; at a tie the derivative goes to the second, so that relu'(0) = 0. */
    MAXIMUM(Kind.ELEMENTWISE),
    /** The smaller operand; at a tie the derivative goes to the second. */
    MINIMUM(Kind.ELEMENTWISE),
    /** 1 where the first operand is greater, else 0 (also where either is NaN); its derivative is zero. */
    GREATER(Kind.ELEMENTWISE),
    /**
     * The second operand where the first is greater than zero, else the third; the other side may be NaN. Its tangent is
     * that of the chosen side, and the other side receives a cotangent of zero. Zero times an infinite or NaN slope is
     * NaN: where the other side is, say, a square root at 0, bound what is under the root, not only the result.
     */
    SELECT(Kind.ELEMENTWISE),
    /** The operand itself, with derivative zero. */
    STOP_GRADIENT(Kind.ELEMENTWISE),

    /** Operands below one another: rows(a), rows(b), … → rows(a + b + …). */
    CONCATENATE(Kind.VIEW),
    /** {@code width} consecutive numbers from {@code offset}: rows(w) → rows(width). */
    SLICE(Kind.VIEW),
    /** Every number repeated, one run of w/g after another: rows(g) → rows(w); mostly g is 1. */
    BROADCAST(Kind.VIEW),
    /** Sums of a sample's numbers in g runs of w/g: rows(w) → rows(g); mostly g is 1. */
    ROW_SUM(Kind.REDUCTION),
    /**
     * Largest of a sample's numbers: rows(w) → rows(1). There is no derivative at a tie; the rules count every tied number
     * in full. (In a log-sum-exp, which subtracts the largest, these terms cancel.)
     */
    ROW_MAXIMUM(Kind.REDUCTION);

    /** How back-ends and rules treat an operation. */
    public enum Kind {
        LEAF,
        CONTRACTION,
        ACCUMULATION,
        ELEMENTWISE,
        REDUCTION,
        VIEW
    }

    private final Kind kind;

    Opcode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
