package org.turnpike.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows held out for validation and those left for training, both ascending.
 *
 * <p>A split by fraction is a function of (seed, targets). It holds out round(fraction × rows) rows. Rows with class labels
 * are stratified: each class gives its share, the remainders going to the classes that lose most by rounding down (the
 * largest-remainder method; of equals the first class), but never its only row. A split by a column is {@link #byMask}.
 */
public final class Split {
    private final int[] training;
    private final int[] validation;

    private Split(int[] training, int[] validation) {
        this.training = training;
        this.validation = validation;
    }

    /**
     * @param fraction of the rows to hold out, from 0 (none) to less than 1
     * @throws DataError where the fraction is out of range, or leaves no row on one side
     */
    public static Split byFraction(Targets targets, double fraction, long seed) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new DataError(
                    "validation",
                    "a fraction of at least 0 and less than 1",
                    Double.toString(fraction),
                    "Name the share of rows to hold out, 0.2 for a fifth.");
        }
        if (fraction == 0) {
            return byMask(new boolean[targets.rows()]);
        }
        int heldOut = (int) Math.round(fraction * targets.rows());
        int[] order = new KeyedRandom("validation split", seed).permutation(targets.rows());
        boolean[] mask = new boolean[targets.rows()];
        if (targets instanceof ClassLabels labels) {
            maskByClassInPlace(mask, labels, order, shares(labels, heldOut));
        } else {
            Arrays.stream(order, 0, heldOut).forEach(row -> mask[row] = true);
        }
        Split split = byMask(mask);
        if (split.validation.length == 0 || split.training.length == 0) {
            throw new DataError(
                    "validation",
                    "a fraction that leaves rows for training and for validation",
                    fraction + " of " + targets.rows() + " rows, which is " + split.validation.length,
                    "Choose another fraction or more rows.");
        }
        return split;
    }

    /** Holds out the rows whose entry is true. */
    public static Split byMask(boolean[] heldOut) {
        return new Split(
                IntStream.range(0, heldOut.length).filter(row -> !heldOut[row]).toArray(),
                IntStream.range(0, heldOut.length).filter(row -> heldOut[row]).toArray());
    }

    /** A new array of the rows to train on, ascending. */
    public int[] training() {
        return training.clone();
    }

    /** A new array of the rows held out, ascending. */
    public int[] validation() {
        return validation.clone();
    }

    private static void maskByClassInPlace(boolean[] mask, ClassLabels labels, int[] order, int[] shares) {
        for (int row : order) {
            if (shares[labels.label(row)] > 0) {
                shares[labels.label(row)]--;
                mask[row] = true;
            }
        }
    }

    /** How many rows each class gives, {@code heldOut} in all unless too many classes have a single row. */
    private static int[] shares(ClassLabels labels, int heldOut) {
        int[] members = new int[labels.width()];
        for (int row = 0; row < labels.rows(); row++) {
            members[labels.label(row)]++;
        }
        long rows = labels.rows();
        int[] shares = new int[members.length];
        for (int label = 0; label < members.length; label++) {
            shares[label] = (int) ((long) heldOut * members[label] / rows);
        }
        int[] byRemainder = IntStream.range(0, members.length)
                .boxed()
                .sorted((left, right) ->
                        Long.compare((long) heldOut * members[right] % rows, (long) heldOut * members[left] % rows))
                .mapToInt(Integer::intValue)
                .toArray();
        int missing = heldOut - Arrays.stream(shares).sum();
        for (int label : byRemainder) {
            if (missing > 0 && shares[label] + 1 < members[label]) {
                shares[label]++;
                missing--;
            }
        }
        return shares;
    }
}
