package org.turnpike.sensitivity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntToLongFunction;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;
import org.turnpike.solver.Integration;
import org.turnpike.solver.Integrator;
import org.turnpike.solver.Integrators;
import org.turnpike.solver.SolveFailure;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StateCheck;
import org.turnpike.solver.StepBuffers;
import org.turnpike.solver.StepRecorder;

/**
 * Solves a {@link BolzaProblem} for one tile of samples, and differentiates its cost.
 *
 * <p>Owns its workspace, tapes and prepared programs, so that a solve allocates nothing that grows with its steps. For one
 * thread; parameters may be changed between solves.
 */
public final class TileSolver {

    private final Workspace workspace;
    private final TileBuffers tile;
    private final TileInput input;
    private final Integrator forward;
    private final Sensitivity sensitivity;
    private final Call encode;
    private final Call terminalCost;
    /** As {@link #encode}, where there is more to do for the way back. */
    private final Call encodeForGradient;

    private final Call encoderGradient;
    private final StateCheck adjointCheck;
    private final Optional<PathMeans> means;

    /** With the state of every step kept for the way back. */
    public TileSolver(
            Backend backend,
            Parameters parameters,
            BolzaProblem problem,
            SolverSettings solver,
            GradientMethod gradientMethod) {
        this(backend, parameters, problem, solver, gradientMethod, Checkpoints.EVERY_STEP, Curvature.NONE);
    }

    /**
     * @param parameters of a layout that has all of the problem's
     * @param checkpoints without effect on {@link GradientMethod#BACKSOLVE}, which keeps nothing
     * @param curvature gathered with the gradient; an integral along the adjoint equations, which {@link
     *     GradientMethod#DISCRETE} does not solve
     */
    public TileSolver(
            Backend backend,
            Parameters parameters,
            BolzaProblem problem,
            SolverSettings solver,
            GradientMethod gradientMethod,
            Checkpoints checkpoints,
            Curvature curvature) {
        ForwardStep.requireFit(problem, solver, gradientMethod);
        if (problem.gridCost().isPresent() && gradientMethod != GradientMethod.DISCRETE) {
            throw new IllegalArgumentException("A cost of grid points has a discrete gradient only, found "
                    + gradientMethod + ": an adjoint equation does not know where the steps were. Use the discrete"
                    + " gradient, or the integral of the cost.");
        }
        if (gradientMethod == GradientMethod.DISCRETE && curvature != Curvature.NONE) {
            throw new IllegalArgumentException(
                    "Curvature is gathered along the adjoint equations; expected the gradient method"
                            + " backsolve or interpolated, found discrete.");
        }
        this.workspace = backend.newWorkspace(parameters);
        this.tile = TileBuffers.allocate(workspace, problem);
        this.input = new TileInput(workspace, tile);
        StepBuffers buffers = StepBuffers.around(tile.state(), workspace, tile.constants());
        this.forward = solver instanceof SolverSettings.Stochastic stochastic
                ? Integrators.stochastic(
                        workspace,
                        stochastic,
                        ForwardStep.of(problem, solver),
                        buffers,
                        input.noise().orElseThrow())
                : Integrators.of(workspace, solver, Dynamics.forward(problem), buffers, Map.of());
        this.means = solver instanceof SolverSettings.Stochastic stochastic
                ? Optional.of(new PathMeans(this, workspace, tile, input, stochastic.paths()))
                : Optional.empty();
        this.sensitivity = switch (gradientMethod) {
            case DISCRETE -> new DiscreteAdjoint(workspace, problem, solver, tile, forward, checkpoints);
            case BACKSOLVE -> new BacksolveAdjoint(workspace, problem, solver, tile, curvature);
            case INTERPOLATED ->
                new InterpolatedAdjoint(workspace, problem, solver, tile, forward, checkpoints, curvature);
        };
        this.encode = tile.prepare(workspace, EndPrograms.encode(problem), Map.of());
        this.terminalCost = tile.prepare(workspace, EndPrograms.terminalCost(problem), Map.of());
        Program encoderGradient = EndPrograms.encoderGradient(problem);
        Optional<KeptForward> encoder = KeptForward.of(
                workspace,
                EndPrograms.encode(problem),
                List.of(encoderGradient),
                EndPrograms.LATE,
                (program, kept) -> tile.prepare(workspace, program, kept));
        this.encodeForGradient = encoder.map(KeptForward::forward).orElse(encode);
        this.encoderGradient = encoder.map(kept -> kept.reverse(0))
                .orElseGet(() -> tile.prepare(workspace, encoderGradient, Map.of()));
        this.adjointCheck = new StateCheck(workspace, tile.adjoint());
    }

    /** Samples in a tile. */
    public int tileRows() {
        return workspace.tileRows();
    }

    /**
     * Copies a tile in.
     *
     * @param x inputs, {@code [width][tileRows]}; lanes from {@code rows} on are not looked at
     * @param target as {@code x}; empty where no cost takes a target
     * @param weight of every sample in the cost, {@code [tileRows]}
     * @param rows real samples, from 1 to {@link #tileRows}
     */
    public void load(float[] x, float[] target, float[] weight, int rows) {
        input.load(x, target, weight, rows);
    }

    /** As {@link #load(float[], float[], float[], int)}, in double precision. */
    public void load(double[] x, double[] target, double[] weight, int rows) {
        input.load(x, target, weight, rows);
    }

    /**
     * Whether anything is random: directions that field and running cost take, or the noise of the flow. It must be drawn before
     * a solve.
     */
    public boolean isRandom() {
        return input.isRandom();
    }

    /**
     * Draws what is random, for the samples that were loaded: the directions, and the Brownian paths of the solves that follow.
     * They stay until they are drawn again.
     *
     * @param seed of the run
     * @param draw number of the draw
     * @param row the number, in its data set, of the sample in a lane
     */
    public void draw(long seed, long draw, IntToLongFunction row) {
        input.draw(seed, draw, row);
    }

    /**
     * Solves forward as a model that is used does. Of a flow with noise, cost and prediction are means over as many paths as the
     * solver's settings say; the paths are fixed and shared by all samples, so that nothing depends on a sample's place. Of any
     * other flow this is {@link #evaluate}.
     */
    public SolveOutcome evaluateMean(double initialTime, double terminalTime) {
        return means.isPresent()
                ? means.get().evaluate(initialTime, terminalTime)
                : evaluate(initialTime, terminalTime);
    }

    /** Solves forward, of a flow with noise along the one path that was drawn for each sample, and returns the cost. */
    public SolveOutcome evaluate(double initialTime, double terminalTime) {
        Integration solved = solve(encode, initialTime, terminalTime, StepRecorder.NONE);
        if (solved.failure().isPresent()) {
            return failed(solved.evaluations(), 0, solved.failure());
        }
        workspace.fill(tile.time(), terminalTime);
        terminalCost.run();
        return new SolveOutcome(weightedCost(), 0, 0, solved.evaluations(), 0, Optional.empty());
    }

    /** Solves forward and backward; adds the gradient of {@code Σ weight · cost} to what has gathered so far. */
    public SolveOutcome differentiate(double initialTime, double terminalTime) {
        Integration solved = solve(encodeForGradient, initialTime, terminalTime, sensitivity.recorder());
        if (solved.failure().isPresent()) {
            return failed(solved.evaluations(), 0, solved.failure());
        }
        workspace.fill(tile.controlGradient(), 0);
        Integration back = sensitivity.backward(initialTime, terminalTime, input.rows());
        encoderGradient.run();
        Optional<SolveFailure> failure = back.failure().or(() -> adjointFailure(initialTime));
        if (failure.isPresent()) {
            return failed(solved.evaluations(), back.evaluations(), failure);
        }
        return new SolveOutcome(
                weightedCost(),
                sum(tile.terminalTimeGradient()),
                sum(tile.initialTimeGradient()),
                solved.evaluations(),
                back.evaluations(),
                Optional.empty());
    }

    /** Sets the gathered gradient to zero. */
    public void clearGradient() {
        workspace.clearGradient();
    }

    /** Adds the gathered gradient to {@code sum}, of the layout's size. */
    public void addGradient(double[] sum) {
        workspace.addGradient(sum);
    }

    /** Number {@code row} of the last solve's prediction for sample {@code lane}. */
    public double prediction(int row, int lane) {
        return workspace.read(tile.prediction(), row, lane);
    }

    /** Cost of sample {@code lane} in the last solve, not weighted: {@code Φ(z(t_f)) + ∫ L dt}. */
    public double cost(int lane) {
        return workspace.read(tile.cost(), 0, lane);
    }

    /** Number {@code row} of sample {@code lane}'s terminal state in the last {@link #evaluate}. */
    public double state(int row, int lane) {
        return workspace.read(tile.state(), row, lane);
    }

    /**
     * Number {@code row} of the adjoint at t0 of sample {@code lane} after the last {@link #differentiate}: the derivative of {@code
     * Σ weight · cost} by its initial state.
     */
    public double initialAdjoint(int row, int lane) {
        return workspace.read(tile.adjoint(), row, lane);
    }

    private Integration solve(Call encoder, double initialTime, double terminalTime, StepRecorder recorder) {
        if (!input.isComplete()) {
            throw new IllegalStateException("Nothing to solve: call load first" + (isRandom() ? ", then draw" : ""));
        }
        encoder.run();
        return forward.integrate(initialTime, terminalTime, input.rows(), recorder);
    }

    private double weightedCost() {
        double sum = 0;
        for (int lane = 0; lane < input.rows(); lane++) {
            sum += input.weight(lane) * cost(lane);
        }
        return sum;
    }

    private double sum(Buffer buffer) {
        double sum = 0;
        for (int lane = 0; lane < input.rows(); lane++) {
            sum += workspace.read(buffer, 0, lane);
        }
        return sum;
    }

    private Optional<SolveFailure> adjointFailure(double initialTime) {
        OptionalInt lane = adjointCheck.firstNonFinite(input.rows());
        if (lane.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SolveFailure(
                SolveFailure.Kind.NON_FINITE,
                lane.getAsInt(),
                initialTime,
                "its adjoint is not finite when it arrives",
                "Clip gradients or use a lower learning rate; with gradient = backsolve, use discrete instead."));
    }

    private static SolveOutcome failed(double forward, double backward, Optional<SolveFailure> failure) {
        return new SolveOutcome(Double.NaN, Double.NaN, Double.NaN, forward, backward, failure);
    }
}
