package org.turnpike.sensitivity;

import java.util.Optional;
import org.turnpike.solver.SolveFailure;

/**
 * What one solve of a tile came to; gradients with respect to parameters are in the {@link TileSolver}.
 *
 * @param cost {@code Σ weight · (Φ(z(t_f)) + ∫ L dt)} over the samples; NaN after a failure
 * @param terminalTimeGradient its derivative with respect to t_f, 0 where none was asked for
 * @param initialTimeGradient its derivative with respect to t0, the initial state fixed (DEEP App. C)
 * @param forwardEvaluations of the field, mean over the samples
 * @param backwardEvaluations of the field or its derivative on the way back, mean over the samples
 * @param failure why the solve stopped short; the gradient is then of no use
 */
public record SolveOutcome(
        double cost,
        double terminalTimeGradient,
        double initialTimeGradient,
        double forwardEvaluations,
        double backwardEvaluations,
        Optional<SolveFailure> failure) {}
