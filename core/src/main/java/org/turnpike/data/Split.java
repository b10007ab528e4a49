package org.turnpike.data;

import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The rows held out for validation and those left for training, both in canonical order ({@link RowDigests#order}).
 *
 * <p>A split by fraction is a function of the seed and of what the rows hold, and not of where they lie: of each class
 * ({@link Stratification}) those rows are held out whose {@linkplain RowDigests#splitKey split keys} are the smallest.
 */
public final class Split {
    private final int[] training;
    private final int[] validation;

    private Split(int[] order, BitSet heldOut) {
        this.training = IntStream.of(order).filter(row -> !heldOut.get(row)).toArray();
        this.validation = IntStream.of(order).filter(heldOut::get).toArray();
    }

    /** Every row to train on. */
    public static Split none(RowDigests digests) {
        return new Split(digests.order(), new BitSet());
    }

    /**
     * @param targets of the rows
     * @param fraction of the rows to hold out, above 0 and less than 1
     * @throws DataError where the fraction is out of range, or leaves no row on one side
     */
    public static Split byFraction(RowDigests digests, Targets targets, double fraction, long seed) {
        int classes = targets instanceof ClassLabels labels ? labels.width() : 1;
        long[] members = new long[classes];
        for (int row = 0; row < digests.rows(); row++) {
            members[label(targets, row)]++;
        }
        long[] shares = Stratification.heldOut(members, fraction);
        int[] order = digests.order();
        BitSet heldOut = new BitSet(order.length);
        long[] keys = IntStream.of(order)
                .mapToLong(row -> digests.splitKey(row, seed))
                .toArray();
        for (int label = 0; label < classes; label++) {
            hold(heldOut, order, keys, targets, label, (int) shares[label]);
        }
        return new Split(order, heldOut);
    }

    /** Holds out the given rows. */
    public static Split byRows(RowDigests digests, BitSet heldOut) {
        return new Split(digests.order(), heldOut);
    }

    /** A new array of the rows to train on. */
    public int[] training() {
        return training.clone();
    }

    /** A new array of the rows held out. */
    public int[] validation() {
        return validation.clone();
    }

    /** Marks the {@code share} rows of the class with the smallest keys; of equal ones, which are the same, the first. */
    private static void hold(BitSet heldOut, int[] order, long[] keys, Targets targets, int label, int share) {
        if (share == 0) {
            return;
        }
        int[] members = IntStream.range(0, order.length)
                .filter(place -> label(targets, order[place]) == label)
                .toArray();
        long[] sorted =
                IntStream.of(members).mapToLong(place -> keys[place]).sorted().toArray();
        long last = sorted[share - 1];
        long ofLast = share - LongStream.of(sorted).takeWhile(key -> key < last).count();
        for (int place : members) {
            if (keys[place] < last || (keys[place] == last && ofLast-- > 0)) {
                heldOut.set(order[place]);
            }
        }
    }

    private static int label(Targets targets, int row) {
        return targets instanceof ClassLabels labels ? labels.label(row) : 0;
    }
}
