package org.turnpike.training.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

/** Updates by plain gradient descent of rate 1, which show the gradient itself; and that blocks and threads change no bit. */
class LocalExchangeTest {

    private static final OptimizerSettings DESCENT =
            new OptimizerSettings.Sgd(1, 0, OptimizerSettings.Momentum.CLASSICAL);
    private static final TerminalTime TIME = new TerminalTime(0, 1, 0.01, 2);

    @Test
    void dividesSumsOfAllShardsByTheirWeight() {
        float[] vector = {1, 2, 1, 0};
        double[][] sums = {sums(2, 3, 4, 0.5, 2), sums(2, 1, 0, 0.7, 2)};
        Exchange.Updated updated = update(rules(OptionalDouble.empty(), 0, 0), sums, vector, UpdateStep.Part.BOTH);
        assertThat(vector).containsExactly(1 - 1, 2 - 1, 1 - 0.3f, 0);
        assertThat(updated.gradientNorm()).isCloseTo(Math.sqrt(1 + 1 + 0.09), within(1e-7));
        assertThat(updated.totals().cost()).isEqualTo(2.5);
        assertThat(updated.totals().weight()).isEqualTo(4);
        assertThat(updated.applied()).isEqualTo(Exchange.Outcome.APPLIED);
    }

    @Test
    void aBatchInWhichNothingWeighsPullsNowhere() {
        float[] vector = {1, 2, 1, 0};
        double[][] sums = {sums(2, 0, 0, 0, 0)};
        Exchange.Updated updated = update(rules(OptionalDouble.empty(), 0, 0), sums, vector, UpdateStep.Part.BOTH);
        assertThat(updated.totals().cost()).isZero();
        assertThat(vector).containsExactly(1, 2, 1, 0);
    }

    @Test
    void addsThePenaltiesOfWeightsAndTime() {
        float[] vector = {1, 2, 1, 0};
        update(
                rules(OptionalDouble.empty(), 0.1, 0.25),
                new double[][] {sums(2, 0, 0, 0, 1)},
                vector,
                UpdateStep.Part.BOTH);
        assertThat(vector[0]).isCloseTo(0.9f, within(1e-7f));
        assertThat(vector[1]).isCloseTo(1.8f, within(1e-7f));
        assertThat(vector[2]).isCloseTo(0.75f, within(1e-7f));
    }

    @Test
    void changesOnlyThePartThatItIsTold() {
        double[][] sums = {sums(2, 1, 1, 0.5, 1)};
        float[] weights = {1, 2, 1, 0};
        update(rules(OptionalDouble.empty(), 0, 0), sums, weights, UpdateStep.Part.WEIGHTS);
        assertThat(weights).containsExactly(0, 1, 1, 0);
        float[] time = {1, 2, 1, 0};
        Exchange.Updated updated = update(rules(OptionalDouble.empty(), 0, 0), sums, time, UpdateStep.Part.TIMES);
        assertThat(time).containsExactly(1, 2, 0.5f, 0);
        assertThat(updated.gradientNorm()).isEqualTo(0.5);
    }

    @Test
    void shortensLongGradientsOnly() {
        double[][] sums = {sums(2, 3, 4, 0, 1)};
        float[] clipped = {0, 0, 1, 0};
        update(rules(OptionalDouble.of(1), 0, 0), sums, clipped, UpdateStep.Part.BOTH);
        assertThat(clipped[0]).isCloseTo(-0.6f, within(1e-6f));
        assertThat(clipped[1]).isCloseTo(-0.8f, within(1e-6f));
        float[] free = {0, 0, 1, 0};
        update(rules(OptionalDouble.of(6), 0, 0), sums, free, UpdateStep.Part.BOTH);
        assertThat(free).containsExactly(-3, -4, 1, 0);
    }

    @Test
    void keepsTheTerminalTimeInItsBounds() {
        float[] vector = {0, 0, 1, 0};
        update(rules(OptionalDouble.empty(), 0, 0), new double[][] {sums(2, 0, 0, 5, 1)}, vector, UpdateStep.Part.BOTH);
        assertThat((double) vector[2]).isBetween(0.01, 0.01 + 1e-8);
        update(
                rules(OptionalDouble.empty(), 0, 0),
                new double[][] {sums(2, 0, 0, -5, 1)},
                vector,
                UpdateStep.Part.BOTH);
        assertThat(vector[2]).isEqualTo(2);
    }

    @Test
    void learnsAnInitialTimeThatHasRoom() {
        TerminalTime time = new TerminalTime(0.2, 1, 0.1, 2, new TerminalTime.InitialBounds(-0.5, 1.5, 0.25));
        float[] vector = {0, 0, 1, 0.2f};
        double[][] sums = {sums(2, 0, 0, 0.5, 1)};
        sums[0][new SumLayout(2).initialTime()] = 0.4;
        Exchange.Updated updated = update(
                rules(OptionalDouble.empty(), 0, 0.1), sums, vector, new UpdateStep(0, UpdateStep.Part.BOTH, time));
        assertThat(vector[2]).as("t_f pays for the time").isCloseTo(1 - 0.6f, within(1e-6f));
        assertThat(vector[3]).as("what t0 saves").isCloseTo(0.2f - 0.3f, within(1e-6f));
        assertThat(updated.gradientNorm()).isCloseTo(Math.hypot(0.6, 0.3), within(1e-6));
    }

    @Test
    void theTerminalTimeStaysBehindTheInitialOne() {
        TerminalTime time = new TerminalTime(0.2, 1, 0.1, 2, new TerminalTime.InitialBounds(-0.5, 1.5, 0.25));
        float[] vector = {0, 0, 1, 0.2f};
        double[][] sums = {sums(2, 0, 0, 5, 1)};
        sums[0][new SumLayout(2).initialTime()] = -0.7;
        update(rules(OptionalDouble.empty(), 0, 0), sums, vector, new UpdateStep(0, UpdateStep.Part.TIMES, time));
        assertThat(vector[3]).isCloseTo(0.9f, within(1e-6f));
        assertThat((double) vector[2]).isBetween(vector[3] + 0.25, vector[3] + 0.25 + 1e-6);
        sums[0][new SumLayout(2).initialTime()] = -70;
        update(rules(OptionalDouble.empty(), 0, 0), sums, vector, new UpdateStep(0, UpdateStep.Part.TIMES, time));
        assertThat(vector[3]).as("its upper bound").isEqualTo(1.5f);
        assertThat(vector[2]).isEqualTo(1.75f);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e200})
    void appliesNothingThatIsNotFinite(double gradient) {
        float[] vector = {1, 2, 1, 0};
        double[][] sums = {sums(2, gradient, 0, 0, 1)};
        Exchange.Updated updated = update(rules(OptionalDouble.empty(), 0, 0), sums, vector, UpdateStep.Part.BOTH);
        assertThat(updated.applied()).isEqualTo(Exchange.Outcome.NOT_FINITE);
        assertThat(vector).containsExactly(1, 2, 1, 0);
    }

    @Test
    void appliesNothingAfterAFailedSolve() {
        float[] vector = {1, 2, 1, 0};
        double[][] sums = {sums(2, 1, 1, 0, 1)};
        sums[0][new SumLayout(2).failures()] = 1;
        Exchange.Updated updated = update(rules(OptionalDouble.empty(), 0, 0), sums, vector, UpdateStep.Part.BOTH);
        assertThat(updated.applied()).isEqualTo(Exchange.Outcome.NOT_FINITE);
        assertThat(updated.totals().cost()).isNaN();
        assertThat(vector).containsExactly(1, 2, 1, 0);
    }

    /** 10 001 weights are three blocks; the times lie in the last. */
    @ParameterizedTest
    @ValueSource(ints = {4094, 4095, 4096, 8191, 10_001})
    void givesTheSameBitsForAnyNumberOfThreads(int parameters) {
        float[] one = manySteps(parameters, 1);
        assertThat(manySteps(parameters, 3)).containsExactly(one);
    }

    @Test
    void goesOnFromTheStatesOfSeveralBlocks() {
        SumLayout layout = new SumLayout(10_001);
        UpdateRules rules = adam();
        float[] vector = new float[10_003];
        try (TileExecutor executor = new TileExecutor(2)) {
            LocalExchange exchange = new LocalExchange(rules, layout, executor);
            Random random = new Random(2);
            for (int step = 0; step < 4; step++) {
                exchange.update(randomSums(layout, random), vector, new UpdateStep(0, UpdateStep.Part.BOTH, TIME));
                LocalExchange another = new LocalExchange(rules, layout, executor);
                another.restore(exchange.states());
                exchange = another;
            }
        }
        float[] undisturbed = new float[10_003];
        try (TileExecutor executor = new TileExecutor(1)) {
            LocalExchange exchange = new LocalExchange(rules, layout, executor);
            Random random = new Random(2);
            for (int step = 0; step < 4; step++) {
                exchange.update(randomSums(layout, random), undisturbed, new UpdateStep(0, UpdateStep.Part.BOTH, TIME));
            }
        }
        assertThat(vector).containsExactly(undisturbed);
    }

    private static float[] manySteps(int parameters, int threads) {
        SumLayout layout = new SumLayout(parameters);
        float[] vector = new float[layout.vectorSize()];
        Random random = new Random(1);
        try (TileExecutor executor = new TileExecutor(threads)) {
            LocalExchange exchange = new LocalExchange(adam(), layout, executor);
            for (int step = 0; step < 5; step++) {
                exchange.update(randomSums(layout, random), vector, new UpdateStep(step, UpdateStep.Part.BOTH, TIME));
            }
        }
        return vector;
    }

    private static double[][] randomSums(SumLayout layout, Random random) {
        double[][] sums = new double[3][];
        Arrays.setAll(sums, shard -> random.doubles(layout.size(), -1, 1).toArray());
        for (double[] shard : sums) {
            shard[layout.weight()] = 5;
            shard[layout.failures()] = 0;
        }
        return sums;
    }

    private static UpdateRules adam() {
        OptimizerSettings adam = new OptimizerSettings.Adam(0.1, 0.9, 0.999, 1e-8);
        return new UpdateRules(
                10,
                adam,
                new Schedule.Exponential(0.9),
                adam,
                new Schedule.Constant(),
                OptionalDouble.of(0.5),
                0.01,
                1);
    }

    private static Exchange.Updated update(UpdateRules rules, double[][] sums, float[] vector, UpdateStep.Part part) {
        return update(rules, sums, vector, new UpdateStep(0, part, TIME));
    }

    private static Exchange.Updated update(UpdateRules rules, double[][] sums, float[] vector, UpdateStep step) {
        try (TileExecutor executor = new TileExecutor(1)) {
            LocalExchange exchange = new LocalExchange(rules, SumLayout.ofVector(vector.length), executor);
            return exchange.update(sums, vector, step);
        }
    }

    private static UpdateRules rules(OptionalDouble clipNorm, double weightDecay, double timePenalty) {
        return new UpdateRules(
                1,
                DESCENT,
                new Schedule.Constant(),
                DESCENT,
                new Schedule.Constant(),
                clipNorm,
                weightDecay,
                timePenalty);
    }

    /** Gradients, the one of the terminal time, and the weight of one shard; its cost is 2.5 a sample. */
    private static double[] sums(int parameters, double first, double second, double time, double weight) {
        SumLayout layout = new SumLayout(parameters);
        double[] sums = new double[layout.size()];
        sums[0] = first;
        sums[1] = second;
        sums[layout.terminalTime()] = time;
        sums[layout.cost()] = 2.5 * weight;
        sums[layout.weight()] = weight;
        sums[layout.rows()] = weight;
        return sums;
    }
}
