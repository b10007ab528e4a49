package org.turnpike.sensitivity;

/** What a backward solve gathers about the curvature of the cost, beside its gradient. */
public enum Curvature {
    NONE,
    /** The {@link KroneckerFactors} of every affine layer. */
    KRONECKER_FACTORS
}
