package org.turnpike.spark.words;

import java.util.Locale;

/** Numbers and counts as people read them. */
public final class Numbers {
    private Numbers() {}

    /** Four digits that count, without zeros at the end. */
    public static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        if (size < 1e-3 || size >= 1e6) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value)
                .replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    public static String seconds(double seconds) {
        return seconds < 60
                ? String.format(Locale.ROOT, seconds < 1 ? "%.2f s" : "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d min %02d s", (int) seconds / 60, (int) seconds % 60);
    }

    /** {@code 1 row}, {@code 60 000 rows}. */
    public static String count(long number, String one) {
        return count(number, one, one + "s");
    }

    public static String count(long number, String one, String many) {
        String digits = String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
        return (number < 10_000 && number >= 0 ? Long.toString(number) : digits) + " " + (number == 1 ? one : many);
    }
}
