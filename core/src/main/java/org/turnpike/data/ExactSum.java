package org.turnpike.data;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of float32 values and of their products without any rounding, so that it is the same in any order and in any parts.
 *
 * <p>It is a number in base 2³² whose digits are kept in longs, with room for carries to wait (a small superaccumulator after
 * Kulisch). The least digit stands for 2⁻²⁹⁸, the smallest product of two float32 values; the largest, with room for 2⁶³ of
 * them, ends below 2³²⁰.
 */
final class ExactSum implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int LEAST_EXPONENT = -298;
    private static final int DIGIT_BITS = 32;
    private static final long DIGIT = (1L << DIGIT_BITS) - 1;
    private static final int DIGITS = 20;

    /** A digit grows by less than 2³³ with each number: so many of them fit into a long. */
    private static final int MOST_PENDING = 1 << 29;

    private final long[] digits = new long[DIGITS];
    private int pending;

    /** @param value a float32, or the product of two in double precision, which is exact */
    void add(double value) {
        if (value == 0) {
            return;
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7ff;
        long mantissa = (bits & ((1L << 52) - 1)) | (1L << 52);
        // the least bit of the mantissa stands for 2^(exponent − 1075); what lies below the least digit are zeros
        int place = exponent - 1075 - LEAST_EXPONENT;
        if (place < 0) {
            mantissa >>>= -place;
            place = 0;
        }
        int digit = place / DIGIT_BITS;
        int shift = place % DIGIT_BITS;
        long low = (mantissa & DIGIT) << shift;
        long high = (mantissa >>> DIGIT_BITS) << shift;
        long sign = bits < 0 ? -1 : 1;
        digits[digit] += sign * (low & DIGIT);
        digits[digit + 1] += sign * ((low >>> DIGIT_BITS) + (high & DIGIT));
        digits[digit + 2] += sign * (high >>> DIGIT_BITS);
        if (++pending == MOST_PENDING) {
            carryInPlace();
        }
    }

    void add(ExactSum other) {
        carryInPlace();
        other.carryInPlace();
        for (int digit = 0; digit < DIGITS; digit++) {
            digits[digit] += other.digits[digit];
        }
        carryInPlace();
    }

    /** The sum times 2²⁹⁸. */
    BigInteger scaled() {
        BigInteger value = BigInteger.ZERO;
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            value = value.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[digit]));
        }
        return value;
    }

    BigDecimal value() {
        return new BigDecimal(scaled()).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-LEAST_EXPONENT)));
    }

    /** Leaves in every digit but the last a number from 0 to 2³² − 1; the last keeps the sign. */
    private void carryInPlace() {
        pending = 0;
        for (int digit = 0; digit < DIGITS - 1; digit++) {
            digits[digit + 1] += digits[digit] >> DIGIT_BITS;
            digits[digit] &= DIGIT;
        }
    }
}
