package org.turnpike.sensitivity;

/** How gradients of a Bolza cost are computed. */
public enum GradientMethod {
    /**
     * The exact derivative of the numbers that the solver computes, step by step backwards (reverse-mode differentiation).
     * Memory grows with steps × state; checkpoints trade it for a second forward solve. Of adaptive steps, the lengths count
     * as given. dℓ/dt_f is the derivative of the last step with respect to its length.
     */
    DISCRETE,
    /**
     * State and adjoint solved backwards in time together (DEEP Prop. 3.1, SNF Prop. 2 and 3): no memory, approximate, and
     * unreliable for fields that are unstable backwards in time. dℓ/dt_f is exactly {@code Φ_z · f(z(t_f)) + L(t_f)}.
     */
    BACKSOLVE,
    /**
     * The adjoint solved backwards along the forward solve's dense output: reliable where {@link #BACKSOLVE} is not; memory
     * as {@link #DISCRETE}. dℓ/dt_f as {@link #BACKSOLVE}.
     */
    INTERPOLATED
}
