package org.turnpike.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How many rows of each class are held out by a fraction. */
public final class Stratification {
    private Stratification() {}

    /**
     * Of round(fraction × rows) rows each class gives its share, the remainders going to the classes that lose most by rounding
     * down (the largest-remainder method; of equals the first class), but never its only row.
     *
     * @param members rows of each class; one number where rows have no classes, which then gives all that is held out
     * @param fraction of the rows to hold out, above 0 and less than 1
     * @return rows to hold out of each class, at least one in all and not all of them
     * @throws DataError where the fraction is out of range, or leaves no row on one side
     */
    public static long[] heldOut(long[] members, double fraction) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new DataError(
                    "validation",
                    "a fraction above 0 and less than 1",
                    Double.toString(fraction),
                    "Name the share of rows to hold out, 0.2 for a fifth.");
        }
        long rows = Arrays.stream(members).sum();
        long wanted = Math.round(fraction * rows);
        long[] shares = new long[members.length];
        double[] remainders = new double[members.length];
        for (int label = 0; label < members.length; label++) {
            double share = (double) wanted * members[label] / rows;
            shares[label] = (long) share;
            remainders[label] = share - shares[label];
        }
        int[] byRemainder = IntStream.range(0, members.length)
                .boxed()
                .sorted((left, right) -> Double.compare(remainders[right], remainders[left]))
                .mapToInt(Integer::intValue)
                .toArray();
        long missing = wanted - Arrays.stream(shares).sum();
        for (int label : byRemainder) {
            if (missing > 0 && (shares[label] + 1 < members[label] || members.length == 1)) {
                shares[label]++;
                missing--;
            }
        }
        long heldOut = Arrays.stream(shares).sum();
        if (heldOut == 0 || heldOut == rows) {
            throw new DataError(
                    "validation",
                    "a fraction that leaves rows for training and for validation",
                    fraction + " of " + rows + " rows, which is " + heldOut,
                    "Choose another fraction or more rows.");
        }
        return shares;
    }
}
