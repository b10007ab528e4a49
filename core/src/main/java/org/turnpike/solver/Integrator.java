package org.turnpike.solver;

/**
 * Advances the state of a tile from one time to another, and remembers the steps it took, so that one can go back over them.
 * For one thread; made once, used for any number of solves.
 */
public sealed interface Integrator permits FixedStepIntegrator, AdaptiveIntegrator {

    /** The memory that the steps work on; {@link StepBuffers#state} holds z(t0) before a solve and z(t_f) after it. */
    StepBuffers buffers();

    /**
     * Solves from t0 to t_f.
     *
     * @param rows samples that are real; the lanes after them are computed and not looked at
     */
    Integration integrate(double initialTime, double terminalTime, int rows, StepRecorder recorder);

    /** Steps of the last solve. */
    int steps();

    /** Puts start, length and shares of a step of the last solve back into the buffers. */
    void recall(int step);

    /** Whether the length of a step moves with t_f for any sample. */
    boolean lengthMovesWithTerminalTime(int step);

    /** Steps of the last solve, mean over the samples. */
    double stepsPerSample();
}
