package org.turnpike.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomDirectionTest {

    private static final int WIDTH = 3;
    private static final int ROWS = 20_000;

    /** Of 20 000 draws a mean of unit variance lies within 0.03, more than four standard errors. */
    @ParameterizedTest
    @EnumSource
    void hasMeanZeroAndUnitCovariance(RandomDirection direction) {
        double[] mean = new double[WIDTH];
        double[][] covariance = new double[WIDTH][WIDTH];
        double[] numbers = new double[WIDTH];
        for (long row = 0; row < ROWS; row++) {
            direction.draw(7, 1, row, numbers);
            for (int i = 0; i < WIDTH; i++) {
                mean[i] += numbers[i] / ROWS;
                for (int j = 0; j < WIDTH; j++) {
                    covariance[i][j] += numbers[i] * numbers[j] / ROWS;
                }
            }
        }
        for (int i = 0; i < WIDTH; i++) {
            assertThat(mean[i]).isCloseTo(0, within(0.03));
            for (int j = 0; j < WIDTH; j++) {
                assertThat(covariance[i][j]).isCloseTo(i == j ? 1 : 0, within(i == j ? 0.05 : 0.03));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void followsFromItsKeyAlone(RandomDirection direction) {
        assertThat(drawn(direction, 7, 1, 5)).containsExactly(drawn(direction, 7, 1, 5));
        assertThat(drawn(direction, 7, 1, 5))
                .isNotEqualTo(drawn(direction, 8, 1, 5))
                .isNotEqualTo(drawn(direction, 7, 2, 5))
                .isNotEqualTo(drawn(direction, 7, 1, 6));
    }

    private static double[] drawn(RandomDirection direction, long seed, long draw, long row) {
        double[] numbers = new double[16];
        direction.draw(seed, draw, row, numbers);
        return numbers;
    }
}
