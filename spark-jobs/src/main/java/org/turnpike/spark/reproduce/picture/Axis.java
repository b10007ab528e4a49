package org.turnpike.spark.reproduce.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One direction of a panel.
 *
 * @param name what it measures
 */
public record Axis(String name, double low, double high, Kind kind) {

    /** How numbers are spread over an axis. */
    public enum Kind {
        LINEAR,
        /** By their logarithm; both ends are above 0. */
        LOGARITHMIC
    }

    private static final int MOST_TICKS = 6;

    public Axis {
        if (!(low < high) || (kind == Kind.LOGARITHMIC && !(low > 0))) {
            throw new IllegalArgumentException("Expected an axis that rises"
                    + (kind == Kind.LOGARITHMIC ? " from above 0" : "") + ", found " + low + " to " + high);
        }
    }

    public static Axis linear(String name, double low, double high) {
        return new Axis(name, low, high, Kind.LINEAR);
    }

    public static Axis logarithmic(String name, double low, double high) {
        return new Axis(name, low, high, Kind.LOGARITHMIC);
    }

    /** Where a number lies between the ends, as a share. */
    double share(double value) {
        return (position(value) - position(low)) / (position(high) - position(low));
    }

    /** Round numbers to mark. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (spansDecades()) {
            int first = (int) Math.ceil(Math.log10(low) - 1e-9);
            int last = (int) Math.floor(Math.log10(high) + 1e-9);
            int step = Math.max(1, (last - first) / MOST_TICKS + 1);
            for (int exponent = first; exponent <= last; exponent += step) {
                ticks.add(Math.pow(10, exponent));
            }
            return ticks.size() > 2 ? ticks : ticksOfFewDecades();
        }
        double step = step();
        for (double tick = Math.ceil(low / step - 1e-9) * step; tick <= high + 1e-9 * step; tick += step) {
            ticks.add(Math.abs(tick) < 1e-9 * step ? 0 : tick);
        }
        return ticks;
    }

    /** 1, 2 and 5 times the powers of ten between the ends. */
    private List<Double> ticksOfFewDecades() {
        List<Double> ticks = new ArrayList<>();
        for (int exponent = (int) Math.floor(Math.log10(low)); exponent <= Math.log10(high); exponent++) {
            for (int factor : new int[] {1, 2, 5}) {
                double tick = factor * Math.pow(10, exponent);
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    String label(double tick) {
        if (spansDecades() && (tick < 1e-3 || tick > 1e4)) {
            return "1e" + Math.round(Math.log10(tick));
        }
        double step = spansDecades() ? tick : step();
        int digits = Math.max(0, -(int) Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + digits + "f", tick);
    }

    /** Whether powers of ten mark it well; where its ends are closer, numbers at equal distances do. */
    private boolean spansDecades() {
        return kind == Kind.LOGARITHMIC && high > 5 * low;
    }

    /** 1, 2 or 5 times a power of ten. */
    private double step() {
        double rough = (high - low) / MOST_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double factor = rough / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }

    private double position(double value) {
        return kind == Kind.LOGARITHMIC ? Math.log10(Math.max(value, low * 1e-3)) : value;
    }
}
