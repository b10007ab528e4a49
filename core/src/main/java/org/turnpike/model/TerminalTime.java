package org.turnpike.model;

import java.io.Serializable;

/**
 * When a neural ODE's solution starts and ends, and the bounds that learned times keep to (DEEP Eq. 14).
 *
 * <p>Times are in the units of the differential equation. A field that does not see the time knows only how long it acts: then
 * {@code t_f − t0} is all that matters, and t0 is of no use as a second number to learn.
 *
 * @param t0 start of the solution
 * @param value t_f, its end: the depth of the network is {@code value − t0}
 * @param lower bound of t_f
 * @param upper bound of t_f
 * @param initial bounds of t0, and how long before t_f it stays
 */
public record TerminalTime(double t0, double value, double lower, double upper, InitialBounds initial)
        implements Serializable {

    /** How far up a learned terminal time may go (DEEP App. E). */
    public enum UpperBound {
        /** {@code T = T_f}, where it starts: for a start that is long enough. */
        AT_START {
            @Override
            double of(double t0, double start, double margin) {
                return start;
            }
        },
        /** {@code T = 2T_f − t0 − ε}: where it starts is the centre of the feasible interval. */
        CENTRED {
            @Override
            double of(double t0, double start, double margin) {
                return 2 * start - t0 - margin;
            }
        };

        abstract double of(double t0, double start, double margin);
    }

    /**
     * Where t0 may lie. It is learned where the bounds leave it room.
     *
     * @param lower bound of t0
     * @param upper bound of t0
     * @param margin ε: t0 + ε ≤ t_f at any time; 0 where t0 is fixed, whose distance the bounds of t_f keep
     */
    public record InitialBounds(double lower, double upper, double margin) implements Serializable {
        public InitialBounds {
            if (!Double.isFinite(lower) || !Double.isFinite(upper) || !(lower <= upper)) {
                throw new IllegalArgumentException(
                        "The bounds of the initial time must be finite, lower ≤ upper, found lower = " + lower
                                + ", upper = " + upper + ". Raise the upper one or lower the lower one.");
            }
            if (!(margin > 0) && !(lower == upper && margin == 0)) {
                throw new IllegalArgumentException(
                        "A learned initial time must stay before the terminal time by a margin ε above 0," + " found "
                                + margin + ". Use the solver's step, or a small number.");
            }
        }

        /** Of a t0 that nothing learns. */
        static InitialBounds fixed(double t0) {
            return new InitialBounds(t0, t0, 0);
        }
    }

    public TerminalTime {
        if (!Double.isFinite(t0) || !Double.isFinite(value) || !(value > t0)) {
            throw new IllegalArgumentException("The terminal time must be finite and later than t0 = " + t0 + ", found "
                    + value + ". Choose a later terminal time.");
        }
        if (!(lower > initial.lower()) || !(upper >= lower) || !Double.isFinite(upper)) {
            throw new IllegalArgumentException(
                    "The bounds of the terminal time must satisfy t0 < lower ≤ upper, found t0 = " + initial.lower()
                            + ", lower = " + lower + ", upper = " + upper
                            + ". Raise the upper bound or lower the lower one.");
        }
        if (value < lower || value > upper) {
            throw new IllegalArgumentException("The terminal time must lie within its bounds [" + lower + ", " + upper
                    + "], found " + value + ". Start inside the bounds, or move them.");
        }
        if (t0 < initial.lower() || t0 > initial.upper()) {
            throw new IllegalArgumentException("The initial time must lie within its bounds [" + initial.lower() + ", "
                    + initial.upper() + "], found " + t0 + ". Start inside the bounds, or move them.");
        }
        if (initial.upper() > latestInitial(upper, initial) || t0 > latestInitial(value, initial)) {
            throw new IllegalArgumentException("The initial time must stay before the terminal time by ε = "
                    + initial.margin() + ", found t0 = " + t0 + " (at most " + initial.upper() + ") and t_f = " + value
                    + " (at most " + upper + "). Lower the upper bound of the initial time, or start earlier.");
        }
    }

    /** One whose t0 is fixed. */
    public TerminalTime(double t0, double value, double lower, double upper) {
        this(t0, value, lower, upper, InitialBounds.fixed(t0));
    }

    /** One that nothing learns. */
    public static TerminalTime fixed(double t0, double value) {
        return new TerminalTime(t0, value, value, value);
    }

    /**
     * The same t0, which is fixed, and value with the bounds of Eq. 14, the value being T_f.
     *
     * @param margin ε: the step of a fixed-step solver, otherwise a small number above 0
     */
    public TerminalTime bounded(double margin, UpperBound rule) {
        if (!(margin > 0)) {
            throw new IllegalArgumentException("The margin ε of the terminal time must be above 0, found " + margin
                    + ". Use the solver's step, or a small number.");
        }
        return withBounds(t0 + margin, rule.of(t0, value, margin));
    }

    public TerminalTime withBounds(double newLower, double newUpper) {
        return new TerminalTime(t0, value, newLower, newUpper, initial);
    }

    /** The same bounds around another t_f, clipped to them. */
    public TerminalTime withValue(double newValue) {
        return new TerminalTime(t0, clip(newValue), lower, upper, initial);
    }

    /** The same bounds around other times, clipped to them: first t0, then t_f, which stays behind it. A t0 that is fixed stays. */
    public TerminalTime withTimes(double newT0, double newValue) {
        return isInitialLearned() ? startingAt(clipInitial(newT0), newValue) : withValue(newValue);
    }

    /** A solution that ends elsewhere, and bounds that hold nothing but its end. */
    public TerminalTime movedTo(double newValue) {
        return fixed(t0, newValue);
    }

    /** Whether t0 is to be learned too. */
    public boolean isInitialLearned() {
        return initial.lower() < initial.upper();
    }

    /** {@code t_f} brought into the bounds (Eq. 14), and behind t0. */
    public double clip(double tf) {
        return Math.max(earliest(), Math.min(upper, tf));
    }

    /** {@link #clip} in single precision, in which weights and times travel: the result is never outside the bounds. */
    public float clip(float tf) {
        return inside((float) clip((double) tf), earliest(), upper);
    }

    /** A t0 brought into its bounds. */
    public double clipInitial(double newT0) {
        return Math.max(initial.lower(), Math.min(initial.upper(), newT0));
    }

    /** {@link #clipInitial} in single precision. */
    public float clipInitial(float newT0) {
        return inside((float) clipInitial((double) newT0), initial.lower(), initial.upper());
    }

    /** {@code t_f − t0}. */
    public double length() {
        return value - t0;
    }

    /** Eq. 14's {@code t0 + ε}, or a later bound that was given. */
    private double earliest() {
        return Math.max(lower, Math.min(upper, t0 + initial.margin()));
    }

    /** @param newT0 within its bounds */
    private TerminalTime startingAt(double newT0, double newValue) {
        double earliest = Math.max(lower, Math.min(upper, newT0 + initial.margin()));
        return new TerminalTime(newT0, Math.max(earliest, Math.min(upper, newValue)), lower, upper, initial);
    }

    /** The latest t0 before {@code tf}; what rounding has added to t0 + ε is forgiven. */
    private static double latestInitial(double tf, InitialBounds initial) {
        return initial.margin() == 0 ? tf : tf - initial.margin() + Math.ulp(Math.abs(tf) + initial.margin());
    }

    private static float inside(float clipped, double lower, double upper) {
        if (clipped < lower) {
            return Math.nextUp(clipped);
        }
        return clipped > upper ? Math.nextDown(clipped) : clipped;
    }
}
