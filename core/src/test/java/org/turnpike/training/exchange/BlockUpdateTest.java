package org.turnpike.training.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

/** Means of gradients are those of double precision, rounded once. */
class BlockUpdateTest {
    private static final int PARAMETERS = 5000;
    private static final long SEED = 11;

    /** Weights that single precision has exactly, one that it has not, and one that makes means subnormal. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 3, 512, 60_000, 16_777_213, 0.1, 1e38})
    void theMeanOfAGradientIsRoundedOnce(double weight) {
        SumLayout layout = new SumLayout(PARAMETERS);
        Random random = new Random(SEED);
        float[] sums = new float[layout.vectorSize()];
        float[] gradient = new float[layout.vectorSize()];
        for (int i = 0; i < PARAMETERS; i++) {
            sums[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6));
            gradient[i] = sums[i];
        }
        double[] figures = new double[SumLayout.FIGURES];
        figures[layout.figures().weight()] = weight;
        UpdateStep step = new UpdateStep(0, UpdateStep.Part.BOTH, new TerminalTime(0, 1, 0.01, 2));

        for (int block = 0; block < BlockUpdate.count(layout); block++) {
            new BlockUpdate(rules(), layout, block).prepare(figures, new float[layout.vectorSize()], step, gradient);
        }

        for (int i = 0; i < PARAMETERS; i++) {
            assertThat(gradient[i]).as("seed %d, number %d", SEED, i).isEqualTo((float) (sums[i] / weight));
        }
    }

    private static UpdateRules rules() {
        OptimizerSettings adam = new OptimizerSettings.Adam(0.01, 0.9, 0.999, 1e-8);
        return new UpdateRules(
                1, adam, new Schedule.Constant(), adam, new Schedule.Constant(), OptionalDouble.empty(), 0, 0);
    }
}
