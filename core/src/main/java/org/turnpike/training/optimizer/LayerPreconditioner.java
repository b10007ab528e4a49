package org.turnpike.training.optimizer;

import java.util.Arrays;

/**
 * Applies {@code (A ⊗ B + ε)⁻¹} to the gradient G of one affine layer, in the eigenbases of its factors: {@code G ← U_B
 * ((U_Bᵀ G U_A) / (M + ε)) U_Aᵀ}. At a refresh M is the product of the eigenvalues; from then on it follows the second moments of
 * the gradient in those bases, which costs no decomposition (George et al. 2018, "EKFAC", as SNOpt's authors do).
 *
 * <p>What it remembers is in single precision, in memory as in a {@link OptimizerState}: a run that goes on elsewhere goes on
 * with the same bits.
 */
public final class LayerPreconditioner {

    private final int outputs;
    private final int inputs;
    private final float[] inputBasis;
    private final float[] outputBasis;
    private final float[] moments;
    private long refreshes;

    /**
     * @param outputs rows of G
     * @param inputs columns of G
     */
    public LayerPreconditioner(int outputs, int inputs) {
        this.outputs = outputs;
        this.inputs = inputs;
        this.inputBasis = new float[inputs * inputs];
        this.outputBasis = new float[outputs * outputs];
        this.moments = new float[outputs * inputs];
    }

    /** Whether it has seen any factors. */
    boolean isReady() {
        return refreshes > 0;
    }

    /**
     * Takes over new factors, row by row.
     *
     * @param inputFactor A
     * @param outputFactor B
     */
    public void refresh(double[] inputFactor, double[] outputFactor) {
        double[] inputValues = decompose(inputFactor, inputs, inputBasis);
        double[] outputValues = decompose(outputFactor, outputs, outputBasis);
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                moments[i * inputs + j] = (float) (outputValues[i] * inputValues[j]);
            }
        }
        refreshes++;
    }

    /**
     * The preconditioned gradient.
     *
     * @param gradient G, the mean over the batch
     * @param rows of the batch: the second moment of one row's gradient is about that many times that of the mean
     */
    public double[][] apply(double[][] gradient, SecondOrder settings, double rows) {
        double[][] turned = product(transposed(outputBasis, outputs), product(gradient, matrix(inputBasis, inputs)));
        double keep = settings.momentDecay();
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                double g = turned[i][j];
                int place = i * inputs + j;
                moments[place] = (float) (keep * moments[place] + (1 - keep) * rows * g * g);
                turned[i][j] = g / (moments[place] + settings.damping());
            }
        }
        return product(matrix(outputBasis, outputs), product(turned, transposed(inputBasis, inputs)));
    }

    /** As three states, of one array each: the bases of A and B, and M. */
    OptimizerState[] states() {
        return new OptimizerState[] {
            new OptimizerState(refreshes, new float[][] {inputBasis}),
            new OptimizerState(refreshes, new float[][] {outputBasis}),
            new OptimizerState(refreshes, new float[][] {moments})
        };
    }

    void restore(OptimizerState inputSide, OptimizerState outputSide, OptimizerState secondMoments) {
        inputSide.copyMoment(0, inputBasis);
        outputSide.copyMoment(0, outputBasis);
        secondMoments.copyMoment(0, moments);
        refreshes = secondMoments.steps();
    }

    /** Writes the eigenvectors to the columns of {@code basis}, and returns their values; those below 0 are rounding. */
    private static double[] decompose(double[] factor, int size, float[] basis) {
        double[][] rows = new double[size][];
        for (int i = 0; i < size; i++) {
            rows[i] = Arrays.copyOfRange(factor, i * size, (i + 1) * size);
        }
        SymmetricEigenvectors decomposition = new SymmetricEigenvectors(rows);
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = Math.max(0, decomposition.value(i));
            for (int j = 0; j < size; j++) {
                basis[i * size + j] = (float) decomposition.vector(i, j);
            }
        }
        return values;
    }

    private static double[][] matrix(float[] numbers, int size) {
        double[][] rows = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                rows[i][j] = numbers[i * size + j];
            }
        }
        return rows;
    }

    private static double[][] transposed(float[] numbers, int size) {
        double[][] columns = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                columns[j][i] = numbers[i * size + j];
            }
        }
        return columns;
    }

    private static double[][] product(double[][] left, double[][] right) {
        double[][] product = new double[left.length][right[0].length];
        for (int i = 0; i < left.length; i++) {
            for (int k = 0; k < right.length; k++) {
                double factor = left[i][k];
                for (int j = 0; j < product[i].length; j++) {
                    product[i][j] += factor * right[k][j];
                }
            }
        }
        return product;
    }
}
