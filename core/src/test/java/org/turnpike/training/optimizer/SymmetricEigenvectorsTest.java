package org.turnpike.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenvectorsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 33})
    void takesAMatrixApartAndTogetherAgain(int size) {
        Random random = new Random(size);
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = matrix[j][i] = random.nextGaussian();
            }
        }
        check(matrix, 1e-13 * size);
    }

    /** Gram matrices of few samples: most eigenvalues are zero, and the others far apart. */
    @Test
    void takesGradedMatricesOfLowRank() {
        Random random = new Random(4);
        int size = 20;
        double[][] matrix = new double[size][size];
        for (double scale : new double[] {1e6, 1, 1e-9}) {
            double[] x = random.doubles(size, -1, 1).toArray();
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    matrix[i][j] += scale * x[i] * x[j];
                }
            }
        }
        check(matrix, 1e-8);
        check(new double[size][size], 0);
    }

    /** By hand: eigenvalues 1 and 3 of (2 1; 1 2). */
    @Test
    void knowsASmallOne() {
        SymmetricEigenvectors found = new SymmetricEigenvectors(new double[][] {{2, 1}, {1, 2}});
        double[] values = {found.value(0), found.value(1)};
        Arrays.sort(values);
        assertThat(values[0]).isCloseTo(1, within(1e-15));
        assertThat(values[1]).isCloseTo(3, within(1e-15));
    }

    private static void check(double[][] matrix, double tolerance) {
        SymmetricEigenvectors found = new SymmetricEigenvectors(matrix);
        int size = matrix.length;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double rebuilt = 0;
                double product = 0;
                for (int k = 0; k < size; k++) {
                    rebuilt += found.vector(i, k) * found.value(k) * found.vector(j, k);
                    product += found.vector(k, i) * found.vector(k, j);
                }
                assertThat(rebuilt).isCloseTo(matrix[i][j], within(tolerance + 1e-15 * Math.abs(matrix[i][j])));
                assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-13));
            }
        }
    }
}
