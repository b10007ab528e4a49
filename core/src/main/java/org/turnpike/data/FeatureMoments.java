package org.turnpike.data;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.IntStream;

/**
 * Sums over rows of each feature and of its square, exact, so that a {@link Standardisation} learned from them is the same
 * bits however the rows were dealt to those who summed.
 */
public final class FeatureMoments implements Serializable {
    private static final long serialVersionUID = 1;
    private static final MathContext DIGITS = new MathContext(40);

    private final ExactSum[] sums;
    private final ExactSum[] squares;
    private long rows;

    public FeatureMoments(int width) {
        this.sums = IntStream.range(0, width).mapToObj(i -> new ExactSum()).toArray(ExactSum[]::new);
        this.squares = IntStream.range(0, width).mapToObj(i -> new ExactSum()).toArray(ExactSum[]::new);
    }

    /** Counts the row that begins at {@code values[offset]}. */
    public void add(float[] values, int offset) {
        rows++;
        for (int column = 0; column < sums.length; column++) {
            double value = values[offset + column];
            sums[column].add(value);
            squares[column].add(value * value);
        }
    }

    /** Counts all that {@code other} has counted. */
    public void add(FeatureMoments other) {
        rows += other.rows;
        for (int column = 0; column < sums.length; column++) {
            sums[column].add(other.sums[column]);
            squares[column].add(other.squares[column]);
        }
    }

    public long rows() {
        return rows;
    }

    int width() {
        return sums.length;
    }

    /** The mean of a feature, rounded once. */
    double mean(int column) {
        return sums[column].value().divide(new BigDecimal(rows), DIGITS).doubleValue();
    }

    /** The population's variance of a feature: exactly 0 where it has one value only. */
    double variance(int column) {
        BigDecimal count = new BigDecimal(rows);
        BigDecimal sum = sums[column].value();
        BigDecimal spread = squares[column].value().multiply(count).subtract(sum.multiply(sum));
        return spread.divide(count.multiply(count), DIGITS).doubleValue();
    }
}
