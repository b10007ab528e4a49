package org.turnpike.execution.vector;

/** Adds up the partial sums of a gradient, always in the same order. */
final class GradientSum {

    private GradientSum() {}

    /** Adds to each element of {@code sum} its {@link TileLayout#PARTIAL_SUMS} partial sums, which begin at {@code first}. */
    static void add(float[] partial, int first, double[] sum) {
        for (int i = 0, p = first; i < sum.length; i++, p += TileLayout.PARTIAL_SUMS) {
            float a = (partial[p] + partial[p + 8]) + (partial[p + 4] + partial[p + 12]);
            float b = (partial[p + 1] + partial[p + 9]) + (partial[p + 5] + partial[p + 13]);
            float c = (partial[p + 2] + partial[p + 10]) + (partial[p + 6] + partial[p + 14]);
            float d = (partial[p + 3] + partial[p + 11]) + (partial[p + 7] + partial[p + 15]);
            sum[i] += (a + c) + (b + d);
        }
    }
}
