package org.turnpike.dl4j;

import java.util.Arrays;
import java.util.Optional;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.field.Field;
import org.turnpike.model.OdeBlock;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.sensitivity.SolveOutcome;
import org.turnpike.sensitivity.TileSolver;

/**
 * Solves a block for a batch of states, and takes cotangents of the terminal states back to those of the initial states, the
 * parameters and the terminal time. For one thread.
 *
 * <p>The cotangent is the target of a cost {@code ⟨z(t_f), target⟩}: the gradient of that cost is the transposed solve.
 */
final class BlockSolver {

    private final Parameters parameters;
    private final TileSolver solver;
    private final int width;
    private final int size;

    BlockSolver(OdeBlock block, int width, Backend backend) {
        Field field = block.field().field(width, 0);
        BolzaProblem problem = new BolzaProblem(identity(width), field, Optional.empty(), product(width));
        this.width = width;
        this.size = problem.layout().size();
        this.parameters = backend.newParameters(problem.layout());
        this.solver = new TileSolver(backend, parameters, problem, block.solver(), GradientMethod.DISCRETE);
    }

    /** @param states sample by sample; @param terminalTime by all samples together */
    record Cotangents(double[] states, double[] parameters, double terminalTime) {}

    /** Uses the first numbers of {@code values} from now on. */
    void parameters(double[] values) {
        parameters.set(Arrays.copyOf(values, size));
    }

    /** Terminal states, sample by sample. */
    double[] solve(double[] states, double terminalTime) {
        double[] terminal = new double[states.length];
        int tileRows = solver.tileRows();
        for (int first = 0; first < states.length / width; first += tileRows) {
            int rows = Math.min(tileRows, states.length / width - first);
            load(states, new double[states.length], first, rows);
            check(solver.evaluate(0, terminalTime), first);
            for (int lane = 0; lane < rows; lane++) {
                for (int i = 0; i < width; i++) {
                    terminal[(first + lane) * width + i] = solver.state(i, lane);
                }
            }
        }
        return terminal;
    }

    /** @param cotangents of the terminal states */
    Cotangents transpose(double[] states, double[] cotangents, double terminalTime) {
        double[] initial = new double[states.length];
        double[] gradient = new double[size];
        double ofTime = 0;
        int tileRows = solver.tileRows();
        solver.clearGradient();
        for (int first = 0; first < states.length / width; first += tileRows) {
            int rows = Math.min(tileRows, states.length / width - first);
            load(states, cotangents, first, rows);
            SolveOutcome outcome = solver.differentiate(0, terminalTime);
            check(outcome, first);
            ofTime += outcome.terminalTimeGradient();
            for (int lane = 0; lane < rows; lane++) {
                for (int i = 0; i < width; i++) {
                    initial[(first + lane) * width + i] = solver.initialAdjoint(i, lane);
                }
            }
        }
        solver.addGradient(gradient);
        return new Cotangents(initial, gradient, ofTime);
    }

    private void load(double[] states, double[] cotangents, int first, int rows) {
        double[] weights = new double[solver.tileRows()];
        Arrays.fill(weights, 0, rows, 1);
        solver.load(tile(states, first, rows), tile(cotangents, first, rows), weights, rows);
    }

    private double[] tile(double[] bySample, int first, int rows) {
        double[] tile = new double[width * solver.tileRows()];
        for (int lane = 0; lane < rows; lane++) {
            for (int i = 0; i < width; i++) {
                tile[i * solver.tileRows() + lane] = bySample[(first + lane) * width + i];
            }
        }
        return tile;
    }

    private static void check(SolveOutcome outcome, int first) {
        outcome.failure().ifPresent(failure -> {
            throw new IllegalStateException("Neural ODE layer: "
                    + failure.inLane(first + failure.lane()).message());
        });
    }

    private static Program identity(int width) {
        ProgramBuilder builder = new ProgramBuilder();
        return builder.output("z0", builder.input("x", width)).build();
    }

    private static Program product(int width) {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", width);
        return builder.output("cost", builder.dot(z, builder.input("target", width)))
                .output("prediction", z)
                .build();
    }
}
