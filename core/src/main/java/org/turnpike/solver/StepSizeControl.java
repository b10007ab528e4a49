package org.turnpike.solver;

import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * Proportional–integral control of the step length, of every sample by its own error (Gustafsson 1991, as in Hairer and
 * Wanner, <i>Solving Ordinary Differential Equations II</i>, §IV.2, and their code DOPRI5).
 *
 * <p>The factor is {@code safety · err^−α · err₋₁^β} with {@code α = 1/order − 0.75 β}, between its bounds; after a rejected
 * attempt a step does not grow. Powers are taken through logarithms.
 */
final class StepSizeControl {

    private static final double SAFETY = 0.9;
    private static final double SMALLEST_FACTOR = 0.2;
    private static final double LARGEST_FACTOR = 10;
    private static final double BETA = 0.04;
    /** Errors below this count as this much for the next step's factor. */
    private static final double SMALLEST_PREVIOUS_ERROR = 1e-4;

    /** What is larger than this is on its way to infinity; also in single precision it is not there yet. */
    static final double HUGE = 1e30;

    private static final double TINY = 1e-30;

    private final Tableau method;
    private final double rtol;
    private final double atol;

    StepSizeControl(SolverSettings.Adaptive settings) {
        this.method = settings.method();
        this.rtol = settings.rtol();
        this.atol = settings.atol();
    }

    /** {@code log err₋₁} before the first step. */
    static double initialMemory() {
        return Math.log(SMALLEST_PREVIOUS_ERROR);
    }

    /** Mean over the state of {@code (x / (atol + rtol · |z|))²}: rows(1). */
    Value squaredNorm(ProgramBuilder p, Value x, Value magnitude) {
        int width = x.width();
        Value tolerance = p.add(p.constant(atol, width), p.scale(rtol, magnitude));
        // With atol = 0 and a state of 0 an error of 0 is no error: 0 / 0 would never be accepted.
        Value ratio = p.divide(x, p.maximum(tolerance, p.constant(TINY, width)));
        return p.scale(1.0 / width, p.rowSum(p.square(ratio)));
    }

    /** The square of a step's error relative to the tolerance; the step is good enough up to 1. */
    Value squaredError(ProgramBuilder p, Value error, Value before, Value after) {
        return squaredNorm(p, error, p.maximum(p.absolute(before), p.absolute(after)));
    }

    /** {@code log err} of a squared error, which counts as huge where it is not finite. */
    Value logError(ProgramBuilder p, Value squaredError, Value finite) {
        Value bounded = p.select(finite, p.maximum(squaredError, p.constant(TINY, 1)), p.constant(HUGE, 1));
        return p.scale(0.5, p.logarithm(bounded));
    }

    /** By what the length of an accepted step changes. */
    Value factorAfterAccepted(ProgramBuilder p, Value logError, Value memory, Value rejectedBefore) {
        Value growth = p.exponential(
                p.add(p.constant(Math.log(SAFETY), 1), p.add(p.scale(-alpha(), logError), p.scale(BETA, memory))));
        Value largest = p.select(rejectedBefore, p.constant(1, 1), p.constant(LARGEST_FACTOR, 1));
        return p.minimum(largest, p.maximum(p.constant(SMALLEST_FACTOR, 1), growth));
    }

    /** By what the length of a rejected step shrinks. */
    Value factorAfterRejected(ProgramBuilder p, Value logError) {
        Value shrinkage = p.exponential(p.add(p.constant(Math.log(SAFETY), 1), p.scale(-alpha(), logError)));
        return p.minimum(p.constant(1, 1), p.maximum(p.constant(SMALLEST_FACTOR, 1), shrinkage));
    }

    /** What an accepted step leaves for the next one. */
    Value memory(ProgramBuilder p, Value logError) {
        return p.maximum(p.constant(initialMemory(), 1), logError);
    }

    /** {@code 1 / order}: a step's estimated error goes with this power's inverse of its length. */
    double exponent() {
        return 1.0 / method.order();
    }

    private double alpha() {
        return exponent() - 0.75 * BETA;
    }
}
