package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandardisationTest {
    @Test
    void learnsMeanAndPopulationDeviation() {
        RowMatrix features = RowMatrix.copyOf(new float[] {1, 10, 2, 10, 3, 10, 6, 10}, 2);

        Standardisation learned = Standardisation.learn(features);

        assertThat(learned.mean()).containsExactly(3, 10);
        assertThat(learned.scale()[0]).isCloseTo(Math.sqrt(3.5), within(1e-15));
        assertThat(learned.scale()[1]).isEqualTo(1);
        assertThat(learned.constantFeatures()).containsExactly(1);
        RowMatrix applied = learned.apply(features);
        assertThat(applied.value(3, 0)).isEqualTo((float) (3 / Math.sqrt(3.5)));
        assertThat(applied.value(3, 1)).isZero();
    }

    @Test
    void staysExactFarFromZeroAndForTinyValues() {
        int rows = 10_000;
        float[] values = new float[3 * rows];
        for (int row = 0; row < rows; row++) {
            values[3 * row] = 16_777_000 + row % 2; // the mean of squares less the square of the mean would lose all
            values[3 * row + 1] = 1e-30f * (row % 2);
            values[3 * row + 2] = 0.1f; // 10 000 times 0.1f does not sum up to a multiple of it
        }

        Standardisation learned = Standardisation.learn(RowMatrix.takingOwnership(values, 3));

        assertThat(learned.mean()[0]).isEqualTo(16_777_000.5);
        assertThat(learned.scale()[0]).isEqualTo(0.5);
        assertThat(learned.scale()[1]).isCloseTo(0.5e-30, within(1e-36));
        assertThat(learned.mean()[2]).isEqualTo(0.1f);
        assertThat(learned.constantFeatures()).containsExactly(2);
    }

    @Test
    void whatItWasLearnedOnHasMeanZeroAndDeviationOne() {
        KeyedRandom random = new KeyedRandom("test", 3);
        float[] values = new float[2 * 1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (i % 2 == 0 ? 100 + random.nextGaussian() : random.nextUniform());
        }
        RowMatrix features = RowMatrix.takingOwnership(values, 2);

        Standardisation again =
                Standardisation.learn(Standardisation.learn(features).apply(features));

        assertThat(again.mean()).containsExactly(new double[2], within(1e-6));
        assertThat(again.scale()).containsExactly(new double[] {1, 1}, within(1e-6));
    }

    @Test
    void comesBackFromItsNumbers() {
        RowMatrix features = RowMatrix.copyOf(new float[] {1, 2, 3, 5, 8, 13}, 2);
        Standardisation learned = Standardisation.learn(features);

        Standardisation restored = Standardisation.of(learned.mean(), learned.scale());

        assertThat(restored).isEqualTo(learned);
        assertThat(restored.apply(features)).isEqualTo(learned.apply(features));
        Table table = new Table(features, List.of("x", "y"), new Unlabelled(3));
        assertThat(learned.apply(table).features()).isEqualTo(learned.apply(features));
    }

    @Test
    void refusesNumbersThatCannotBeItsOwn() {
        assertThatThrownBy(() -> Standardisation.of(new double[] {1}, new double[] {1, 2}))
                .hasMessage(
                        "standardisation: expected a mean and a scale for each feature, found 1 means and 2 scales. "
                                + "Train the model again, or restore its file.");
        assertThatThrownBy(() -> Standardisation.of(new double[] {1}, new double[] {0}))
                .hasMessage("standardisation, feature 0: expected a finite mean and a finite scale above 0, "
                        + "found 1.0 and 0.0. Train the model again, or restore its file.");
        assertThatThrownBy(() -> Standardisation.of(new double[] {Double.NaN}, new double[] {1}))
                .isInstanceOf(DataError.class);
        Standardisation one = Standardisation.of(new double[] {0}, new double[] {1e-30});
        assertThatThrownBy(() -> one.apply(RowMatrixTest.counting(2, 2))).hasMessage("expected 1 features, found 2");
        assertThatThrownBy(() -> one.apply(RowMatrix.copyOf(new float[] {1e30f}, 1)))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("expected a finite number, found Infinity");
        assertThatThrownBy(
                        () -> Standardisation.learn(RowMatrixTest.counting(2, 2).select()))
                .hasMessage("standardisation: expected at least one training row, found none. "
                        + "Check the data and the split.");
    }
}
