package org.turnpike.sensitivity;

import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.solver.SolverSettings;

/**
 * Solves a {@link BolzaProblem} for one tile of samples, and differentiates its cost.
 *
 * <p>Owns its workspace, tapes and prepared programs, so that a solve allocates nothing that grows with its steps. For one
 * thread; parameters may be changed between solves.
 */
public final class TileSolver {

    public TileSolver(
            Backend backend,
            Parameters parameters,
            BolzaProblem problem,
            SolverSettings solver,
            GradientMethod gradientMethod) {
        this(backend, parameters, problem, solver, gradientMethod, Checkpoints.EVERY_STEP);
    }

    public TileSolver(
            Backend backend,
            Parameters parameters,
            BolzaProblem problem,
            SolverSettings solver,
            GradientMethod gradientMethod,
            Checkpoints checkpoints) {
        throw new UnsupportedOperationException("being written");
    }

    /** Samples in a tile. */
    public int tileRows() {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * Copies a tile in.
     *
     * @param x inputs, {@code [width][tileRows]}; of lanes from {@code rows} on nothing is read
     * @param target as {@code x}, empty where no cost takes a target
     * @param weight of every sample in the cost, {@code [tileRows]}
     * @param rows real samples, from 1 to {@link #tileRows}
     */
    public void load(float[] x, float[] target, float[] weight, int rows) {
        throw new UnsupportedOperationException("being written");
    }

    /** As {@link #load(float[], float[], float[], int)}, in double precision. */
    public void load(double[] x, double[] target, double[] weight, int rows) {
        throw new UnsupportedOperationException("being written");
    }

    /** Solves forward, and returns the cost. */
    public SolveOutcome evaluate(double initialTime, double terminalTime) {
        throw new UnsupportedOperationException("being written");
    }

    /** Solves forward and backward; adds the gradient of {@code Σ weight · cost} to what has gathered so far. */
    public SolveOutcome differentiate(double initialTime, double terminalTime) {
        throw new UnsupportedOperationException("being written");
    }

    /** Sets the gathered gradient to zero. */
    public void clearGradient() {
        throw new UnsupportedOperationException("being written");
    }

    /** Adds the gathered gradient to {@code sum}, of the layout's size. */
    public void addGradient(double[] sum) {
        throw new UnsupportedOperationException("being written");
    }

    /** Number {@code row} of the last solve's prediction for sample {@code lane}. */
    public double prediction(int row, int lane) {
        throw new UnsupportedOperationException("being written");
    }

    /** Cost of sample {@code lane} in the last solve, not weighted: {@code Φ(z(t_f)) + ∫ L dt}. */
    public double cost(int lane) {
        throw new UnsupportedOperationException("being written");
    }

    /** Number {@code row} of sample {@code lane}'s terminal state in the last solve. */
    public double state(int row, int lane) {
        throw new UnsupportedOperationException("being written");
    }
}
