package org.turnpike.sensitivity;

import org.turnpike.solver.Integration;
import org.turnpike.solver.StepRecorder;

/** The way back from the terminal cost to the initial state. */
interface Sensitivity {

    /** What the forward solve has to tell. */
    StepRecorder recorder();

    /**
     * From the terminal state to gradients: parameters' into the workspace; the weighted cotangents of initial state, control
     * and times into the {@link TileBuffers}. Also computes prediction and cost.
     */
    Integration backward(double initialTime, double terminalTime, int rows);
}
