package org.turnpike.spark.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A run's {@code history.csv}: a row for each epoch or iteration, stage after stage.
 *
 * @param stages the stage of every row
 * @param columns every other column by its name, NaN where a field is empty
 */
public record HistoryTable(List<String> stages, Map<String, double[]> columns) {

    public static final String STAGE = "stage";
    public static final String LOSS = "loss";
    public static final String TERMINAL_TIME = "terminal_time";

    /** Seconds from the start of the stage to the end of the row's epoch or iteration. */
    public static final String SECONDS = "seconds";

    /** Columns that count iterations or epochs of a stage, the finest first. */
    private static final List<String> COUNTERS = List.of("iteration", "epoch");

    public int rows() {
        return stages.size();
    }

    /** The column, or NaN throughout where the run did not write it. */
    public double[] column(String name) {
        double[] known = columns.get(name);
        if (known != null) {
            return known;
        }
        double[] unknown = new double[rows()];
        Arrays.fill(unknown, Double.NaN);
        return unknown;
    }

    public boolean has(String name) {
        return columns.containsKey(name) && Arrays.stream(columns.get(name)).anyMatch(Double::isFinite);
    }

    /** What {@link #positions} counts: iterations, else epochs, else rows. */
    public String unit() {
        return COUNTERS.stream().filter(columns::containsKey).findFirst().orElse("row");
    }

    /** Where each row stands on an axis of {@link #unit}s that goes on from stage to stage. */
    public double[] positions() {
        double[] counted = columns.containsKey(unit())
                ? column(unit())
                : IntStream.range(0, rows()).asDoubleStream().toArray();
        return continued(counted);
    }

    /** Seconds of training up to each row, all stages together; NaN throughout where the run did not write them. */
    public double[] elapsedSeconds() {
        return continued(column(SECONDS));
    }

    /** The first row of each stage, and the number of rows behind the last. */
    public int[] stageStarts() {
        return IntStream.rangeClosed(0, rows())
                .filter(row -> row == 0 || row == rows() || !stages.get(row).equals(stages.get(row - 1)))
                .distinct()
                .toArray();
    }

    /** Milliseconds per {@link #unit} of each row. */
    public double[] millisecondsPerUnit() {
        double[] seconds = column(SECONDS);
        double[] positions = positions();
        double[] milliseconds = new double[rows()];
        for (int row = 0; row < rows(); row++) {
            boolean first = row == 0 || !stages.get(row).equals(stages.get(row - 1));
            double time = first ? seconds[row] : seconds[row] - seconds[row - 1];
            // the first row of a stage also holds what it takes to start, so it is not shown
            milliseconds[row] = first ? Double.NaN : 1000 * time / (positions[row] - positions[row - 1]);
        }
        return milliseconds;
    }

    /** Counts that begin anew with each stage, as one that goes on. */
    private double[] continued(double[] counts) {
        double[] continued = counts.clone();
        double before = 0;
        for (int row = 0; row < rows(); row++) {
            if (row > 0 && !stages.get(row).equals(stages.get(row - 1))) {
                before = continued[row - 1];
            }
            continued[row] += before;
        }
        return continued;
    }
}
