package org.turnpike.spark.reproduce;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** A figure over several seeds: its median (of an even number of seeds the mean of the middle two) and its range. */
public record Spread(double median, double lowest, double highest) {

    public static Spread of(double... figures) {
        if (figures.length == 0) {
            throw new IllegalArgumentException("Expected at least one figure, found none.");
        }
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Of a figure of each run. */
    public static Spread of(List<FinishedRun> runs, ToDoubleFunction<FinishedRun> figure) {
        return of(runs.stream().mapToDouble(figure).toArray());
    }

    /** Of a figure of {@code metrics.json}. */
    public static Spread of(List<FinishedRun> runs, String figure) {
        return of(runs, run -> run.figure(figure));
    }

    /** {@code 0.071 (0.068–0.074)}; the figure alone where all are written alike. */
    public String text(DoubleFunction<String> written) {
        String middle = written.apply(median);
        String from = written.apply(lowest);
        String to = written.apply(highest);
        return from.equals(to) ? middle : middle + " (" + from + "–" + to + ")";
    }

    /** With three significant digits. */
    public String text() {
        return text(Spread::significant);
    }

    /** Shares as per cent: {@code 99.6 (99.4–99.9) %}. */
    public String percent() {
        return text(share -> plain(100 * share, 2)) + " %";
    }

    /** Three significant digits, with an exponent where plain digits would be long. */
    public static String significant(double value) {
        double magnitude = Math.abs(value);
        if (magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e5)) {
            return String.format(Locale.ROOT, "%.1e", value)
                    .replace("e-0", "e-")
                    .replace("e+0", "e");
        }
        int digits = magnitude == 0 ? 0 : Math.max(0, 2 - (int) Math.floor(Math.log10(magnitude)));
        return plain(value, digits);
    }

    private static String plain(double value, int digits) {
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.contains(".") ? text.replaceFirst("0+$", "").replaceFirst("\\.$", "") : text;
    }
}
