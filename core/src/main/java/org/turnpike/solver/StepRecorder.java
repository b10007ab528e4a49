package org.turnpike.solver;

import org.turnpike.execution.Call;

/** Is told about the steps of a solve. */
public interface StepRecorder {

    /** Wants to know nothing. */
    StepRecorder NONE = new StepRecorder() {};

    /**
     * What takes the steps of a solve with fixed steps that is about to begin.
     *
     * @param step takes a step
     * @param steps of the solve
     * @return {@code step}, or another call that leaves the same state
     */
    default Call taking(Call step, int steps) {
        return step;
    }

    /**
     * Step number {@code step} is about to start from the state that the buffers hold; told again for the same number where
     * no sample's step was accepted.
     */
    default void before(int step) {}

    /** Step number {@code step} is done; the buffers hold its start and length, and the state after it. */
    default void after(int step) {}
}
