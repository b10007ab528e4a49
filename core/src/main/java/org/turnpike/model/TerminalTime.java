package org.turnpike.model;

import java.io.Serializable;

/**
 * When a neural ODE's solution starts and ends, and the bounds that a learned end keeps to (DEEP Eq. 14).
 *
 * <p>Times are in the units of the differential equation.
 *
 * @param t0 start of the solution
 * @param value t_f, its end: the depth of the network is {@code value − t0}
 * @param lower bound of t_f
 * @param upper bound of t_f
 */
public record TerminalTime(double t0, double value, double lower, double upper) implements Serializable {

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

    public TerminalTime {
        if (!Double.isFinite(t0) || !Double.isFinite(value) || !(value > t0)) {
            throw new IllegalArgumentException("The terminal time must be finite and later than t0 = " + t0 + ", found "
                    + value + ". Choose a later terminal time.");
        }
        if (!(lower > t0) || !(upper >= lower) || !Double.isFinite(upper)) {
            throw new IllegalArgumentException(
                    "The bounds of the terminal time must satisfy t0 < lower ≤ upper, found t0 = " + t0 + ", lower = "
                            + lower + ", upper = " + upper + ". Raise the upper bound or lower the lower one.");
        }
        if (value < lower || value > upper) {
            throw new IllegalArgumentException("The terminal time must lie within its bounds [" + lower + ", " + upper
                    + "], found " + value + ". Start inside the bounds, or move them.");
        }
    }

    /** One that nothing learns. */
    public static TerminalTime fixed(double t0, double value) {
        return new TerminalTime(t0, value, value, value);
    }

    /**
     * The same t0 and value with the bounds of Eq. 14, the value being T_f.
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
        return new TerminalTime(t0, value, newLower, newUpper);
    }

    /** The same bounds around another value, clipped to them. */
    public TerminalTime withValue(double newValue) {
        return new TerminalTime(t0, clip(newValue), lower, upper);
    }

    /** A solution that ends elsewhere, and bounds that hold nothing but its end. */
    public TerminalTime movedTo(double newValue) {
        return fixed(t0, newValue);
    }

    /** {@code t_f} brought into the bounds (Eq. 14). */
    public double clip(double tf) {
        return Math.max(lower, Math.min(upper, tf));
    }

    /** {@link #clip} in single precision, in which weights and terminal time travel: the result is never outside the bounds. */
    public float clip(float tf) {
        float clipped = (float) clip((double) tf);
        if (clipped < lower) {
            return Math.nextUp(clipped);
        }
        return clipped > upper ? Math.nextDown(clipped) : clipped;
    }

    /** {@code t_f − t0}. */
    public double length() {
        return value - t0;
    }
}
