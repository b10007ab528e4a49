package org.turnpike.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.exchange.LocalExchange;
import org.turnpike.training.exchange.UpdateRules;
import org.turnpike.training.exchange.UpdateStep;

/**
 * Against sequences of PyTorch's formulas, evaluated apart and in double precision: two numbers that start at (1, −2), five
 * steps with the gradients (θ₀² − 0.3t, 0.5θ₁ + t + 1), t = 1 … 5.
 */
class OptimizerTest {

    record Expected(OptimizerSettings settings, double[] first, double[] fifth) {}

    static Stream<Expected> sequences() {
        return Stream.of(
                new Expected(
                        new OptimizerSettings.Sgd(0.1, 0, OptimizerSettings.Momentum.CLASSICAL),
                        new double[] {0.93, -2.1},
                        new double[] {1.0087170935265148, -3.403675625}),
                new Expected(
                        new OptimizerSettings.Sgd(0.1, 0.9, OptimizerSettings.Momentum.CLASSICAL),
                        new double[] {0.93, -2.1},
                        new double[] {0.8759080342665738, -4.925350625}),
                new Expected(
                        new OptimizerSettings.Sgd(0.1, 0.9, OptimizerSettings.Momentum.NESTEROV),
                        new double[] {0.867, -2.19},
                        new double[] {1.019021469949048, -5.7898378136187505}),
                new Expected(
                        new OptimizerSettings.Adam(0.05, 0.9, 0.99, 1e-8),
                        new double[] {0.9500000007142857, -2.0499999995},
                        new double[] {0.8772417547697315, -2.242170469927764}),
                new Expected(
                        new OptimizerSettings.AdamW(0.05, 0.9, 0.99, 1e-8, 0.2),
                        new double[] {0.9400000007142857, -2.0299999995},
                        new double[] {0.8402670700283364, -2.1392192196244557}));
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void followsPyTorch(Expected expected) {
        float[] vector = {1, -2, 0.5f};
        try (TileExecutor executor = new TileExecutor(1)) {
            LocalExchange exchange = exchange(expected.settings(), executor);
            for (int step = 1; step <= 5; step++) {
                step(exchange, vector, step);
                if (step == 1) {
                    check(vector, expected.first());
                }
            }
        }
        check(vector, expected.fifth());
        assertThat(vector[2]).as("the terminal time was not to change").isEqualTo(0.5f);
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void goesOnFromItsState(Expected expected) {
        float[] vector = {1, -2, 0.5f};
        try (TileExecutor executor = new TileExecutor(1)) {
            LocalExchange exchange = exchange(expected.settings(), executor);
            for (int step = 1; step <= 5; step++) {
                step(exchange, vector, step);
                LocalExchange another = exchange(expected.settings(), executor);
                another.restore(exchange.states());
                assertThat(another.states()).isEqualTo(exchange.states());
                exchange = another;
            }
        }
        check(vector, expected.fifth());
    }

    @Test
    void refusesConstantsOutOfRange() {
        assertThatThrownBy(() -> new OptimizerSettings.Adam(0, 0.9, 0.999, 1e-8))
                .hasMessage("A learning rate must be a finite number above 0, found 0.0.");
        assertThatThrownBy(() -> new OptimizerSettings.Adam(0.1, 1, 0.999, 1e-8))
                .hasMessage("The optimizer's beta1 must lie in [0, 1), found 1.0.");
        assertThatThrownBy(() -> new OptimizerSettings.Sgd(0.1, 0, OptimizerSettings.Momentum.NESTEROV))
                .hasMessageContaining("Nesterov's momentum needs a factor above 0");
        assertThatThrownBy(() -> new OptimizerSettings.AdamW(0.1, 0.9, 0.999, 1e-8, -1))
                .hasMessageContaining("weight decay of adamw");
    }

    @Test
    void refusesTheStateOfAnotherOptimizer() {
        Optimizer sgd = new OptimizerSettings.Sgd(0.1, 0.9, OptimizerSettings.Momentum.CLASSICAL).newOptimizer(3);
        Optimizer adam = new OptimizerSettings.Adam(0.1, 0.9, 0.999, 1e-8).newOptimizer(3);
        assertThatThrownBy(() -> adam.restore(sgd.state()))
                .hasMessage(
                        "expected moment 1 of 3 numbers, found 1 moments of 3. This is the state of another optimizer.");
    }

    private static void step(LocalExchange exchange, float[] vector, int step) {
        SumLayout layout = new SumLayout(2);
        double[] sums = new double[layout.size()];
        sums[0] = vector[0] * vector[0] - 0.3 * step;
        sums[1] = 0.5 * vector[1] + step + 1;
        sums[layout.weight()] = 1;
        sums[layout.rows()] = 1;
        exchange.update(
                new double[][] {sums}, vector, new UpdateStep(0, UpdateStep.Part.WEIGHTS, TerminalTime.fixed(0, 0.5)));
    }

    private static LocalExchange exchange(OptimizerSettings settings, TileExecutor executor) {
        UpdateRules rules = new UpdateRules(
                1, settings, new Schedule.Constant(), settings, new Schedule.Constant(), OptionalDouble.empty(), 0, 0);
        return new LocalExchange(rules, new SumLayout(2), executor);
    }

    private static void check(float[] vector, double[] expected) {
        assertThat((double) vector[0]).isCloseTo(expected[0], within(2e-6));
        assertThat((double) vector[1]).isCloseTo(expected[1], within(2e-6));
    }
}
