package org.turnpike.execution.vector;

/**
 * Transcendental functions of floats from multiply-adds, the same bits on every lane count.
 *
 * <p>Coefficients are our own minimax fits (iteratively reweighted least squares in double precision, rounded to float);
 * the errors given were measured over the whole range of floats.
 */
final class Approximations {

    /** Adding and subtracting 1.5·2²³ rounds to an integer, which then stands in the low bits of the sum. */
    private static final float ROUNDER = 12582912f;

    /** Taken from the bits of {@code n + ROUNDER}, leaves n + 127, the biased exponent of 2ⁿ. */
    private static final int EXPONENT_OFFSET = Float.floatToRawIntBits(ROUNDER) - 127;

    private static final int MAGNITUDE = 0x7fffffff;
    private static final int SIGN = 0x80000000;
    private static final int ONE_BITS = Float.floatToRawIntBits(1f);

    /** Beyond it, tanh rounds to 1. */
    private static final float TANH_BOUND = 9.01f;

    private static final float[] TANH_NUMERATOR = {1f, 0.13380398f, 0.0034948408f, 2.0596726e-05f, 1.3337408e-08f};
    private static final float[] TANH_DENOMINATOR = {1f, 0.46713713f, 0.025874142f, 0.00032844103f, 7.769526e-07f};

    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float EXP_LARGEST = 89f;
    private static final float EXP_SMALLEST = -105f;
    private static final float[] EXP = {1f, 1f, 0.5f, 0.16666578f, 0.041666854f, 0.008363141f, 0.0013901251f};

    private static final float SMALLEST_NORMAL = Float.MIN_NORMAL;
    private static final float TWO_TO_23 = 8388608f;
    private static final int SQRT_HALF_BITS = Float.floatToRawIntBits(0.70710678f);
    private static final float[] LOG = {
        0.3333333f, -0.25000304f, 0.200012f, -0.16641577f, 0.14209999f, -0.12989406f, 0.12655318f, -0.07973313f
    };

    private static final float TWO_OVER_PI = 0.63661977f;
    private static final float PI_HALF_1 = 1.5703125f;
    private static final float PI_HALF_2 = 4.8351288e-4f;
    private static final float PI_HALF_3 = 3.1385578e-7f;
    private static final float PI_HALF_4 = 6.0771006e-11f;
    /** Beyond 2²² quarter turns the rounder has no bit left for the last one. */
    private static final float LARGEST_ANGLE = 6588397f;

    private static final float[] SIN = {-0.16666667f, 0.008333332f, -0.00019840033f, 2.724325e-06f};
    private static final float[] COS = {0.041666664f, -0.0013888277f, 2.4542549e-05f};

    private Approximations() {}

    static void prepareTanh(LaneCode c) {
        c.prepareConstant(TANH_NUMERATOR);
        c.prepareConstant(TANH_DENOMINATOR);
        c.prepareConstant(0f);
        c.prepareIntConstant(MAGNITUDE, SIGN, ONE_BITS, Float.floatToRawIntBits(TANH_BOUND));
    }

    /**
     * x·P(x²)/Q(x²) for |x| up to the bound. Clamping is done on the bits of |x|, one integer minimum where the Vector API's
     * float minimum costs six instructions; the last multiply-add lets NaN through (and makes it of ±∞).
     */
    static int tanh(LaneCode c, int x) {
        int bits = c.bits(x);
        int magnitude = c.intMinimum(
                c.intAnd(bits, c.intConstant(MAGNITUDE)), c.intConstant(Float.floatToRawIntBits(TANH_BOUND)));
        int a = c.fromBits(magnitude);
        int square = c.multiply(a, a);
        int numerator = c.multiply(a, polynomial(c, TANH_NUMERATOR, square));
        int ratio = c.divide(numerator, polynomial(c, TANH_DENOMINATOR, square));
        int bounded = c.intMinimum(c.bits(ratio), c.intConstant(ONE_BITS));
        int signed = c.intOr(bounded, c.intAnd(bits, c.intConstant(SIGN)));
        return c.fma(x, c.constant(0f), c.fromBits(signed));
    }

    static void prepareExp(LaneCode c) {
        c.prepareConstant(LOG2_E, ROUNDER, -ROUNDER, -LN2_HIGH, -LN2_LOW, EXP_LARGEST, EXP_SMALLEST);
        c.prepareConstant(EXP);
        c.prepareConstant(0.5f);
        c.prepareIntConstant(EXPONENT_OFFSET);
    }

    /**
     * 2ⁿ·e^r with |r| ≤ ln 2 / 2; n is applied in two halves, so that results may be subnormal or overflow. The halves are taken
     * as floats: where both came from one vector of integers, the just-in-time compiler of Java 17 put it on the heap.
     */
    static int exp(LaneCode c, int x) {
        int rounder = c.constant(ROUNDER);
        int clamped = c.minimum(c.maximum(x, c.constant(EXP_SMALLEST)), c.constant(EXP_LARGEST));
        int n = c.add(c.fma(clamped, c.constant(LOG2_E), rounder), c.constant(-ROUNDER));
        int r = c.fma(n, c.constant(-LN2_LOW), c.fma(n, c.constant(-LN2_HIGH), clamped));
        int mantissa = polynomial(c, EXP, r);
        int shiftedHalf = c.fma(n, c.constant(0.5f), rounder);
        int rest = c.subtract(n, c.add(shiftedHalf, c.constant(-ROUNDER)));
        return c.multiply(c.multiply(mantissa, power(c, shiftedHalf)), power(c, c.add(rest, rounder)));
    }

    static void prepareLog(LaneCode c) {
        c.prepareConstant(
                LN2_HIGH,
                LN2_LOW,
                0f,
                1f,
                -1f,
                -0.5f,
                TWO_TO_23,
                -23f,
                SMALLEST_NORMAL,
                Float.MAX_VALUE,
                Float.NaN,
                Float.NEGATIVE_INFINITY,
                ROUNDER,
                -ROUNDER);
        c.prepareConstant(LOG);
        c.prepareIntConstant(SQRT_HALF_BITS, 0x007fffff, Float.floatToRawIntBits(ROUNDER));
    }

    /** log x = e·ln 2 + log(1 + m), with the mantissa 1 + m between √½ and √2. */
    static int log(LaneCode c, int x) {
        int zero = c.constant(0f);
        int normal = c.ifGreater(c.constant(SMALLEST_NORMAL), x, c.multiply(x, c.constant(TWO_TO_23)), x);
        int shift = c.ifGreater(c.constant(SMALLEST_NORMAL), x, c.constant(-23f), zero);
        int offset = c.intSubtract(c.bits(normal), c.intConstant(SQRT_HALF_BITS));
        int exponentBits = c.shiftRight(offset, 23);
        int mantissa = c.fromBits(c.intAdd(c.intAnd(offset, c.intConstant(0x007fffff)), c.intConstant(SQRT_HALF_BITS)));
        // Integer to float without a conversion: into the low bits of the rounder.
        int asFloat = c.add(
                c.fromBits(c.intAdd(exponentBits, c.intConstant(Float.floatToRawIntBits(ROUNDER)))),
                c.constant(-ROUNDER));
        int exponent = c.add(asFloat, shift);
        int m = c.add(mantissa, c.constant(-1f));
        int square = c.multiply(m, m);
        int tail = c.multiply(c.multiply(square, m), polynomial(c, LOG, m));
        int low = c.fma(exponent, c.constant(LN2_LOW), tail);
        int sum = c.add(c.fma(square, c.constant(-0.5f), low), m);
        int result = c.fma(exponent, c.constant(LN2_HIGH), sum);
        int finite = c.ifGreater(x, c.constant(Float.MAX_VALUE), x, result);
        int positive = c.ifGreater(x, zero, finite, c.constant(Float.NEGATIVE_INFINITY));
        int negative = c.ifGreater(zero, x, c.constant(Float.NaN), positive);
        // x·0 is NaN for NaN and ∞; ∞ was dealt with, so only NaN must still be let through.
        int nan = c.ifGreater(x, c.constant(Float.MAX_VALUE), zero, c.multiply(x, zero));
        return c.add(negative, nan);
    }

    static void prepareSigmoid(LaneCode c) {
        prepareExp(c);
        c.prepareConstant(1f, 0f);
    }

    static int sigmoid(LaneCode c, int x) {
        int one = c.constant(1f);
        int e = exp(c, c.negate(c.absolute(x)));
        int denominator = c.add(one, e);
        int numerator = c.ifGreater(c.constant(0f), x, e, one);
        return c.divide(numerator, denominator);
    }

    static void prepareSoftplus(LaneCode c) {
        prepareExp(c);
        prepareLog(c);
    }

    /** max(x, 0) + log1p(e^{−|x|}), where log1p corrects log(u) for the rounding of u = 1 + e. */
    static int softplus(LaneCode c, int x) {
        int one = c.constant(1f);
        int e = exp(c, c.negate(c.absolute(x)));
        int u = c.add(one, e);
        int lost = c.subtract(e, c.subtract(u, one));
        int log1p = c.add(log(c, u), c.divide(lost, u));
        return c.add(c.maximum(x, c.constant(0f)), log1p);
    }

    static void prepareSine(LaneCode c) {
        c.prepareConstant(
                TWO_OVER_PI,
                ROUNDER,
                -ROUNDER,
                -PI_HALF_1,
                -PI_HALF_2,
                -PI_HALF_3,
                -PI_HALF_4,
                1f,
                -0.5f,
                0.5f,
                LARGEST_ANGLE,
                Float.NaN);
        c.prepareConstant(SIN);
        c.prepareConstant(COS);
        c.prepareIntConstant(1, 0);
    }

    static int sine(LaneCode c, int x) {
        return quadrant(c, x, 0);
    }

    static int cosine(LaneCode c, int x) {
        return quadrant(c, x, 1);
    }

    /**
     * sin(x + quarterTurns·π/2); NaN beyond {@link #LARGEST_ANGLE}, where neighbouring floats are 0.5 apart and the
     * reduction would give numbers of any size.
     */
    private static int quadrant(LaneCode c, int x, int quarterTurns) {
        int shifted = c.fma(x, c.constant(TWO_OVER_PI), c.constant(ROUNDER));
        int n = c.add(shifted, c.constant(-ROUNDER));
        int r = c.fma(n, c.constant(-PI_HALF_1), x);
        r = c.fma(n, c.constant(-PI_HALF_2), r);
        r = c.fma(n, c.constant(-PI_HALF_3), r);
        r = c.fma(n, c.constant(-PI_HALF_4), r);
        int square = c.multiply(r, r);
        int sine = c.fma(c.multiply(r, square), polynomial(c, SIN, square), r);
        int cosine = c.fma(
                c.multiply(square, square),
                polynomial(c, COS, square),
                c.fma(square, c.constant(-0.5f), c.constant(1f)));
        int turns = c.intAdd(c.bits(shifted), c.intConstant(quarterTurns));
        // Bit 0 of the turns chooses the function, bit 1 the sign.
        int odd = c.fromBits(c.shiftLeft(c.intAnd(turns, c.intConstant(1)), 30));
        int chosen = c.ifGreater(odd, c.constant(0.5f), cosine, sine);
        int sign = c.shiftLeft(c.shiftRight(turns, 1), 31);
        int signed = c.fromBits(c.intAdd(c.bits(chosen), sign));
        return c.ifGreater(c.absolute(x), c.constant(LARGEST_ANGLE), c.constant(Float.NaN), signed);
    }

    /** 2ⁿ for an integer n between −126 and 127, which stands in the low bits of {@code n + ROUNDER}. */
    private static int power(LaneCode c, int shifted) {
        return c.fromBits(c.shiftLeft(c.intSubtract(c.bits(shifted), c.intConstant(EXPONENT_OFFSET)), 23));
    }

    private static int polynomial(LaneCode c, float[] coefficients, int x) {
        int sum = c.constant(coefficients[coefficients.length - 1]);
        for (int i = coefficients.length - 2; i >= 0; i--) {
            sum = c.fma(sum, x, c.constant(coefficients[i]));
        }
        return sum;
    }
}
