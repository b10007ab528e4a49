package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.StochasticMethod;
import org.turnpike.solver.Tableaux;

/** Flows with noise in tiles: which path a sample takes depends on nothing but seed, draw and row. */
class StochasticTileTest {

    private static final long[] ROWS = {17, 3, 4_000_000_000L, 0, 8};
    private static final BolzaProblem PROBLEM =
            ShippedProblems.stochastic().toList().get(8).value();

    @ParameterizedTest
    @EnumSource
    void aSampleIsTheSameToTheLastBitInAnyTile(StochasticMethod method) {
        for (Backend backend : List.of(new ReferenceBackend(4), VectorBackend.create())) {
            Tile together = new Tile(backend, method, 3);
            together.load(4, 1, 3);
            together.differentiate(2);
            for (int lane = 0; lane < 3; lane++) {
                Tile alone = new Tile(backend, method, 3);
                alone.load(new int[] {4, 1, 3}[lane]);
                double ended = alone.differentiate(2).terminalTimeGradient();
                assertThat(alone.solver.cost(0)).isEqualTo(together.solver.cost(lane));
                assertThat(alone.differentiate(2).terminalTimeGradient()).isEqualTo(ended);
                assertThat(alone.differentiate(1).terminalTimeGradient()).isNotEqualTo(ended);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theVectorBackendAgreesWithTheReference(StochasticMethod method) {
        Tile reference = new Tile(new ReferenceBackend(5), method, 3);
        Tile vector = new Tile(VectorBackend.create(), method, 3);
        for (Tile tile : List.of(reference, vector)) {
            tile.load(0, 1, 2, 3, 4);
            assertThat(tile.differentiate(0).failure()).isEmpty();
        }
        double[] expected = reference.gradient();
        double[] found = vector.gradient();
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-3 * (1 + Math.abs(expected[i]))));
        }
    }

    /** What is predicted is a mean of paths, whatever was drawn, and of a row alone. */
    @Test
    void aPredictionIsTheMeanOfPathsThatEveryRowShares() {
        Tile many = new Tile(new ReferenceBackend(5), StochasticMethod.HEUN, 400);
        Tile one = new Tile(new ReferenceBackend(5), StochasticMethod.HEUN, 400);
        many.load(0, 1, 2, 3, 4);
        one.load(3);
        many.solver.draw(1, 2, lane -> lane);
        one.solver.draw(3, 4, lane -> 99);
        SolveOutcome outcome = many.solver.evaluateMean(0.1, 0.8);
        one.solver.evaluateMean(0.1, 0.8);
        assertThat(outcome.forwardEvaluations()).isEqualTo(400 * 20 * 2);
        assertThat(one.solver.cost(0)).isEqualTo(many.solver.cost(3));
        assertThat(one.solver.prediction(1, 0)).isEqualTo(many.solver.prediction(1, 3));
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < 400; draw++) {
            one.solver.draw(5, draw, lane -> 7);
            one.solver.evaluate(0.1, 0.8);
            sum += one.solver.cost(0) / 400;
            squares += one.solver.cost(0) * one.solver.cost(0) / 400;
        }
        double error = Math.sqrt((squares - sum * sum) / 400);
        assertThat(many.solver.cost(3)).isCloseTo(sum, within(4.5 * Math.sqrt(2) * error));
        assertThat(error).isPositive();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Parameters parameters = new ReferenceBackend(4).newParameters(PROBLEM.layout());
        SolverSettings plain = new SolverSettings.FixedSteps(Tableaux.HEUN, new StepRule.Count(3));
        SolverSettings stochastic = new SolverSettings.Stochastic(StochasticMethod.HEUN, new StepRule.Count(3), 1);
        assertThatThrownBy(() ->
                        new TileSolver(new ReferenceBackend(4), parameters, PROBLEM, plain, GradientMethod.DISCRETE))
                .hasMessageStartingWith("A flow with noise is solved by a stochastic method")
                .hasMessageContaining("Choose euler-maruyama or stochastic-heun");
        assertThatThrownBy(() -> new TileSolver(
                        new ReferenceBackend(4), parameters, PROBLEM, stochastic, GradientMethod.BACKSOLVE))
                .hasMessage("A flow with noise cannot be solved in reverse: expected the gradient DISCRETE, found"
                        + " BACKSOLVE.");
        TileSolver solver =
                new TileSolver(new ReferenceBackend(4), parameters, PROBLEM, stochastic, GradientMethod.DISCRETE);
        assertThatThrownBy(() -> solver.evaluate(0, 1)).hasMessage("Nothing to solve: call load first, then draw");
    }

    private static final class Tile {
        private final TileSolver solver;
        private final Parameters parameters;
        private final double[] x;
        private int[] chosen = {};

        Tile(Backend backend, StochasticMethod method, int paths) {
            Random random = new Random(31);
            parameters = backend.newParameters(PROBLEM.layout());
            parameters.set(random.doubles(parameters.layout().size(), -1, 1).toArray());
            x = random.doubles(10, -1, 1).toArray();
            solver = new TileSolver(
                    backend,
                    parameters,
                    PROBLEM,
                    new SolverSettings.Stochastic(method, new StepRule.Count(20), paths),
                    GradientMethod.DISCRETE);
        }

        void load(int... samples) {
            chosen = samples.clone();
            int lanes = solver.tileRows();
            double[] inputs = new double[2 * lanes];
            double[] targets = new double[2 * lanes];
            double[] weights = new double[lanes];
            for (int lane = 0; lane < samples.length; lane++) {
                inputs[lane] = x[2 * samples[lane]];
                inputs[lanes + lane] = x[2 * samples[lane] + 1];
                targets[lane] = 1;
                weights[lane] = 1;
            }
            solver.load(inputs, targets, weights, samples.length);
        }

        SolveOutcome differentiate(long draw) {
            solver.clearGradient();
            solver.draw(11, draw, lane -> ROWS[chosen[lane]]);
            return solver.differentiate(0.2, 0.9);
        }

        double[] gradient() {
            double[] sum = new double[parameters.layout().size()];
            solver.addGradient(sum);
            return sum;
        }
    }
}
