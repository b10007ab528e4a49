package org.turnpike.sensitivity;

import java.util.Arrays;
import java.util.Random;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.ParameterLayout;
import org.turnpike.solver.SolverSettings;

/** One tile of random samples with random parameters, its cost as a function of parameters and times, and its gradient. */
final class GradientCheck {

    static final int LANES = 4;
    /** One less than a tile holds, so that lanes without a sample are there and must not count. */
    static final int ROWS = 3;

    private final BolzaProblem problem;
    private final Parameters parameters;
    private final TileSolver solver;
    private final double[] values;
    double initialTime = 0.2;
    double terminalTime = 0.87;

    GradientCheck(BolzaProblem problem, SolverSettings settings, GradientMethod method, long seed) {
        this(problem, settings, method, Checkpoints.EVERY_STEP, seed);
    }

    GradientCheck(
            BolzaProblem problem, SolverSettings settings, GradientMethod method, Checkpoints checkpoints, long seed) {
        this.problem = problem;
        Random random = new Random(seed);
        ReferenceBackend backend = new ReferenceBackend(LANES);
        ParameterLayout layout = problem.layout();
        this.parameters = backend.newParameters(layout);
        this.values = random.doubles(layout.size(), -1, 1).toArray();
        parameters.set(values);
        this.solver = new TileSolver(backend, parameters, problem, settings, method, checkpoints, Curvature.NONE);
        double[] x = random.doubles((long) LANES * problem.inputWidth(), -1, 1).toArray();
        // Two numbers that sum to 1: cross-entropy takes probabilities.
        double[] target = random.doubles(2 * LANES, 0, 1).toArray();
        for (int lane = 0; lane < LANES; lane++) {
            target[LANES + lane] = 1 - target[lane];
        }
        double[] targets = problem.targetWidth() == 0 ? new double[0] : target;
        solver.load(x, targets, random.doubles(LANES, 0.2, 1).toArray(), ROWS);
        solver.draw(seed, 0, lane -> lane);
    }

    GradientCheck over(double initialTime, double terminalTime) {
        this.initialTime = initialTime;
        this.terminalTime = terminalTime;
        return this;
    }

    TileSolver solver() {
        return solver;
    }

    SolveOutcome differentiate() {
        return solver.differentiate(initialTime, terminalTime);
    }

    /** Derivatives by all parameters, then t_f, then t0. */
    double[] gradient() {
        int size = values.length;
        double[] gradient = new double[size];
        solver.clearGradient();
        SolveOutcome outcome = differentiate();
        if (outcome.failure().isPresent()) {
            throw new AssertionError(outcome.failure().get().message());
        }
        solver.addGradient(gradient);
        double[] all = Arrays.copyOf(gradient, size + 2);
        all[size] = outcome.terminalTimeGradient();
        all[size + 1] = outcome.initialTimeGradient();
        return all;
    }

    /** Number of parameters, and both times. */
    int size() {
        return values.length + 2;
    }

    /** By central differences, the derivative in the direction of {@code direction}, as long as {@link #gradient}. */
    double slope(double[] direction) {
        // Fourth order, so that a step long enough to lose no digits is short enough for 1e-9.
        double h = 1e-3;
        return (8 * (cost(direction, h) - cost(direction, -h)) - (cost(direction, 2 * h) - cost(direction, -2 * h)))
                / (12 * h);
    }

    /** By central differences, the derivative by number {@code index}. */
    double slope(int index) {
        double[] direction = new double[size()];
        direction[index] = 1;
        return slope(direction);
    }

    private double cost(double[] direction, double distance) {
        double[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += distance * direction[i];
        }
        parameters.set(moved);
        SolveOutcome outcome = solver.evaluate(
                initialTime + distance * direction[values.length + 1],
                terminalTime + distance * direction[values.length]);
        parameters.set(values);
        return outcome.cost();
    }

    BolzaProblem problem() {
        return problem;
    }
}
