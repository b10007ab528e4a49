package org.turnpike.spark.report;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Which rows of a long history are drawn. Of every stretch of rows the one with the lowest and the one with the highest loss
 * stay, so that no spike is lost; so do both ends of each stage, and enough of the rows that were validated.
 */
final class HistoryThinning {

    private HistoryThinning() {}

    /** @return ascending, at most about {@code most}, and never less than two a stage */
    static int[] rows(HistoryTable history, int most) {
        if (history.rows() <= most) {
            return IntStream.range(0, history.rows()).toArray();
        }
        BitSet kept = new BitSet(history.rows());
        extremes(history.column(HistoryTable.LOSS), most * 3 / 4, kept);
        measured(history.column("validation_loss"), most / 4, kept);
        int[] starts = history.stageStarts();
        for (int stage = 0; stage + 1 < starts.length; stage++) {
            kept.set(starts[stage]);
            kept.set(starts[stage + 1] - 1);
        }
        return kept.stream().toArray();
    }

    private static void extremes(double[] values, int most, BitSet kept) {
        int stretches = Math.max(1, most / 2);
        for (int stretch = 0; stretch < stretches; stretch++) {
            int from = (int) ((long) stretch * values.length / stretches);
            int to = (int) ((long) (stretch + 1) * values.length / stretches);
            int lowest = from;
            int highest = from;
            for (int row = from; row < to; row++) {
                lowest = values[row] < values[lowest] ? row : lowest;
                highest = values[row] > values[highest] ? row : highest;
            }
            kept.set(lowest);
            kept.set(highest);
        }
    }

    private static void measured(double[] values, int most, BitSet kept) {
        int[] there = IntStream.range(0, values.length)
                .filter(row -> !Double.isNaN(values[row]))
                .toArray();
        for (int i = 0; i < Math.min(most, there.length); i++) {
            kept.set(there[(int) ((long) i * there.length / Math.min(most, there.length))]);
        }
    }
}
