package org.turnpike.solver;

/**
 * The times of a fixed-step solve, counted in integers: adding up step lengths loses or repeats the last step (a nominal
 * 0.06 ended at 0.05 in DEEP's scripts). Immutable.
 *
 * <p>Every step knows which share of its start and of its length moves with t_f; the rest of its start moves with t0, and its
 * length shrinks with t0 by the same share.
 */
public final class TimeGrid {

    /** A remainder below this part of a step joins the step before it: it is rounding, not a step. */
    private static final double RELATIVE_TOLERANCE = 1e-9;

    private final StepRule rule;
    private final double initialTime;
    private final double terminalTime;
    private final int count;
    private final boolean mirrored;

    private TimeGrid(StepRule rule, double initialTime, double terminalTime, int count, boolean mirrored) {
        this.rule = rule;
        this.initialTime = initialTime;
        this.terminalTime = terminalTime;
        this.count = count;
        this.mirrored = mirrored;
    }

    /** The grid from t0 to t_f, in either direction; where both are equal, its steps have length 0. */
    public static TimeGrid of(StepRule rule, double initialTime, double terminalTime) {
        double span = Math.abs(terminalTime - initialTime);
        if (!Double.isFinite(span)) {
            throw new IllegalArgumentException(
                    "Expected finite times, found t0 = " + initialTime + " and t_f = " + terminalTime);
        }
        return new TimeGrid(rule, initialTime, terminalTime, count(rule, span), false);
    }

    /** The same steps in reverse: from t_f to t0. */
    public TimeGrid mirrored() {
        return new TimeGrid(rule, initialTime, terminalTime, count, !mirrored);
    }

    /** Number of steps, at least 1. */
    public int count() {
        return count;
    }

    /** When step number {@code step} starts; for {@code step == count()}, when the last one ends. */
    public double time(int step) {
        return point(mirrored ? count - step : step);
    }

    /** Signed length of step number {@code step}. */
    public double length(int step) {
        return mirrored ? -forwardLength(count - 1 - step) : forwardLength(step);
    }

    /** ∂ length / ∂ t_f of a step of the grid from t0 to t_f. */
    public double terminalShareOfLength(int step) {
        if (rule instanceof StepRule.Count) {
            return 1.0 / count;
        }
        return step == count - 1 ? 1 : 0;
    }

    /** ∂ start / ∂ t_f of a step of the grid from t0 to t_f. */
    public double terminalShareOfStart(int step) {
        return rule instanceof StepRule.Count ? (double) step / count : 0;
    }

    private static int count(StepRule rule, double span) {
        if (rule instanceof StepRule.Count equal) {
            return equal.count();
        }
        double length = ((StepRule.Size) rule).length();
        double steps = Math.ceil(span / length * (1 - RELATIVE_TOLERANCE));
        if (!(steps <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("An interval of length " + span + " in steps of " + length + " is "
                    + steps + " steps, more than can be counted; use longer steps");
        }
        return Math.max(1, (int) steps);
    }

    private double point(int step) {
        if (step == count) {
            return terminalTime;
        }
        if (rule instanceof StepRule.Size size) {
            return initialTime + Math.copySign(step * size.length(), terminalTime - initialTime);
        }
        return initialTime + step * ((terminalTime - initialTime) / count);
    }

    private double forwardLength(int step) {
        if (rule instanceof StepRule.Size size) {
            return step == count - 1
                    ? terminalTime - point(step)
                    : Math.copySign(size.length(), terminalTime - initialTime);
        }
        return (terminalTime - initialTime) / count;
    }
}
