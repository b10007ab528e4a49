package org.turnpike.execution.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turnpike.program.Opcode;
import org.turnpike.program.Window;

class WinogradTest {

    @ParameterizedTest
    @EnumSource(Winograd.class)
    void mapsGiveTheConvolutionOfASquare(Winograd winograd) {
        Random random = new Random(3);
        double[][] image = random(winograd.side(), random);
        double[][] weights = random(Winograd.TAPS, random);

        double[][] values = mapped(winograd.imageMap(), image);
        double[][] factors = mapped(winograd.weightsMap(), weights);
        for (int i = 0; i < winograd.side(); i++) {
            for (int j = 0; j < winograd.side(); j++) {
                values[i][j] *= factors[i][j];
            }
        }
        double[][] result = mapped(winograd.resultMap(), values);

        for (int i = 0; i < winograd.results(); i++) {
            for (int j = 0; j < winograd.results(); j++) {
                double expected = 0;
                for (int k = 0; k < Winograd.TAPS; k++) {
                    for (int l = 0; l < Winograd.TAPS; l++) {
                        expected += weights[k][l] * image[i + k][j + l];
                    }
                }
                assertThat(result[i][j]).isCloseTo(expected, within(1e-12));
            }
        }
    }

    @Test
    void squaresAreAsLargeAsTheResultAsks() {
        assertThat(plan(Opcode.CONVOLUTION, new Window(64, 2, 2, 3, 3, 1, 1), 64))
                .isEqualTo("none");
        assertThat(plan(Opcode.CONVOLUTION, new Window(64, 4, 12, 3, 3, 1, 0), 64))
                .isEqualTo("F2, 5 squares");
        assertThat(plan(Opcode.CONVOLUTION, new Window(64, 6, 6, 3, 3, 1, 1), 64))
                .isEqualTo("F3, 4 squares");
        assertThat(plan(Opcode.CONVOLUTION_TRANSPOSED, new Window(64, 6, 6, 3, 3, 1, 1), 64))
                .isEqualTo("F3, 4 squares");
        assertThat(plan(Opcode.CONVOLUTION, new Window(64, 7, 7, 3, 3, 1, 1), 64))
                .isEqualTo("F4, 4 squares");
        assertThat(plan(Opcode.CONVOLUTION_TRANSPOSED, new Window(64, 8, 6, 3, 3, 1, 0), 32))
                .isEqualTo("F4, 4 squares");
    }

    @Test
    void otherKernelsAndFewChannelsAreComputedTermByTerm() {
        assertThat(plan(Opcode.CONVOLUTION, new Window(1, 28, 28, 3, 3, 1, 0), 64))
                .isEqualTo("none");
        assertThat(plan(Opcode.CONVOLUTION, new Window(64, 26, 26, 4, 4, 2, 1), 64))
                .isEqualTo("none");
        assertThat(plan(Opcode.CONVOLUTION, new Window(64, 26, 26, 3, 3, 2, 1), 64))
                .isEqualTo("none");
    }

    private static String plan(Opcode opcode, Window window, int kernels) {
        return WinogradPlan.of(opcode, window, kernels)
                .map(plan -> plan.winograd() + ", " + plan.squares() + " squares")
                .orElse("none");
    }

    private static double[][] random(int size, Random random) {
        double[][] square = new double[size][size];
        for (double[] row : square) {
            for (int i = 0; i < size; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return square;
    }

    /** {@code M S Mᵀ}. */
    private static double[][] mapped(double[][] map, double[][] square) {
        double[][] result = new double[map.length][map.length];
        for (int i = 0; i < map.length; i++) {
            for (int j = 0; j < map.length; j++) {
                for (int k = 0; k < square.length; k++) {
                    for (int l = 0; l < square.length; l++) {
                        result[i][j] += map[i][k] * square[k][l] * map[j][l];
                    }
                }
            }
        }
        return result;
    }
}
