package org.turnpike.solver;

/**
 * Why a solve stopped short of its terminal time; a result, not an exception.
 *
 * @param lane the sample's place in its tile
 * @param time at which its solution could not go on
 * @param what happened, with the figures
 * @param remedy what the user can do about it
 */
public record SolveFailure(Kind kind, int lane, double time, String what, String remedy) {

    /** What went wrong. */
    public enum Kind {
        /** Not even the smallest step that moves the time meets the tolerance. */
        STEP_SIZE_UNDERFLOW,
        /** A state, an adjoint or the field at it is infinite or not a number. */
        NON_FINITE,
        /** The terminal time was not reached in the number of steps allowed. */
        STEP_LIMIT
    }

    /** One sentence on the fault and one on the remedy. */
    public String message() {
        return "Sample " + lane + " of its tile: " + what + " at t = " + time + ". " + remedy;
    }

    /** The same failure, with samples counted otherwise. */
    public SolveFailure inLane(int other) {
        return new SolveFailure(kind, other, time, what, remedy);
    }
}
