package org.turnpike.training.optimizer;

/**
 * Eigenvalues and eigenvectors of a real symmetric matrix by Jacobi's cyclic method (Golub and Van Loan, <i>Matrix
 * Computations</i>, §8.5.2, with the rotations of Rutishauser 1966).
 *
 * <p>It converges for every finite matrix, and small eigenvalues beside large ones, of which curvatures have many, keep their
 * digits. The QL method of the libraries that were tried gave up on some of these (docs/decisions/0014). Sequential, so the same
 * bits everywhere.
 */
final class SymmetricEigenvectors {

    /** Quadratic convergence needs some 6 to 10. */
    private static final int MOST_SWEEPS = 50;

    private final int size;
    private final double[][] matrix;
    private final double[][] vectors;

    /** @param matrix n × n; of each pair of entries that should be equal, the mean is taken */
    SymmetricEigenvectors(double[][] matrix) {
        this.size = matrix.length;
        this.matrix = new double[size][size];
        this.vectors = new double[size][size];
        for (int i = 0; i < size; i++) {
            vectors[i][i] = 1;
            for (int j = 0; j < size; j++) {
                this.matrix[i][j] = 0.5 * (matrix[i][j] + matrix[j][i]);
            }
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && sweep(); sweep++) {}
    }

    /** In no order. */
    double value(int index) {
        return matrix[index][index];
    }

    /** Number {@code row} of the unit eigenvector that belongs to {@link #value} {@code index}. */
    double vector(int row, int index) {
        return vectors[row][index];
    }

    /** Rotates every pair of axes once; false where none needed it. */
    private boolean sweep() {
        boolean rotated = false;
        for (int p = 0; p < size - 1; p++) {
            for (int q = p + 1; q < size; q++) {
                if (isSignificant(p, q)) {
                    rotate(p, q);
                    rotated = true;
                } else {
                    matrix[p][q] = 0;
                    matrix[q][p] = 0;
                }
            }
        }
        return rotated;
    }

    /** Relative to its own diagonal entries, so that small eigenvalues are as exact as large ones. */
    private boolean isSignificant(int p, int q) {
        return Math.abs(matrix[p][q]) > Math.ulp(1.0) * Math.sqrt(Math.abs(matrix[p][p]) * Math.abs(matrix[q][q]))
                && Math.abs(matrix[p][q]) > Double.MIN_NORMAL;
    }

    private void rotate(int p, int q) {
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        double sine = tangent * cosine;
        double offDiagonal = matrix[p][q];
        for (int k = 0; k < size; k++) {
            if (k != p && k != q) {
                double kp = cosine * matrix[k][p] - sine * matrix[k][q];
                double kq = sine * matrix[k][p] + cosine * matrix[k][q];
                matrix[k][p] = kp;
                matrix[p][k] = kp;
                matrix[k][q] = kq;
                matrix[q][k] = kq;
            }
            double vp = cosine * vectors[k][p] - sine * vectors[k][q];
            vectors[k][q] = sine * vectors[k][p] + cosine * vectors[k][q];
            vectors[k][p] = vp;
        }
        matrix[p][p] -= tangent * offDiagonal;
        matrix[q][q] += tangent * offDiagonal;
        matrix[p][q] = 0;
        matrix[q][p] = 0;
    }
}
