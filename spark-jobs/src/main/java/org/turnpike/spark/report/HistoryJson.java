package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.turnpike.spark.report.figure.Json;

/** The history as the page's charts take it: thinned, stage after stage on one axis. */
final class HistoryJson {

    /** Two for each pixel of a wide chart; 13 columns of them take less than half a megabyte. */
    private static final int MOST_ROWS = 2400;

    /** What the charts show; others are left out, missing ones are named. */
    private static final List<String> SHOWN = List.of(
            "loss",
            "cost",
            "terminal_time",
            "nfe_forward",
            "nfe_backward",
            "gradient_norm",
            "rate",
            "validation_loss",
            "validation_accuracy",
            "validation_mse",
            "validation_nll");

    /** Those without which a history is not complete; the others depend on the run. */
    private static final List<String> EXPECTED =
            List.of("terminal_time", "nfe_forward", "nfe_backward", "gradient_norm", "seconds");

    private HistoryJson() {}

    /** Adds the columns that the history should have and has not to {@code absences}. */
    static ObjectNode of(HistoryTable history, List<Absence> absences) {
        int[] rows = HistoryThinning.rows(history, MOST_ROWS);
        ObjectNode json = Json.object().put("unit", history.unit()).put("rows", history.rows());
        json.put("shown", rows.length);
        json.set("position", Json.read(select(history.positions(), rows)));
        ObjectNode columns = json.putObject("columns");
        SHOWN.stream()
                .filter(history::has)
                .forEach(name -> columns.set(name, Json.read(select(history.column(name), rows))));
        if (history.has(HistoryTable.SECONDS)) {
            columns.set("elapsed", Json.read(select(history.elapsedSeconds(), rows)));
            double[] milliseconds = history.millisecondsPerUnit();
            columns.set("milliseconds", Json.read(select(milliseconds, rows)));
            json.set("medianMilliseconds", Json.read(median(milliseconds)));
        }
        stages(json, history);
        List<String> missing =
                EXPECTED.stream().filter(name -> !history.has(name)).toList();
        if (!missing.isEmpty()) {
            absences.add(new Absence(
                    "Charts of training", RunFiles.HISTORY + " has no values of " + String.join(", ", missing) + "."));
        }
        return json;
    }

    private static void stages(ObjectNode json, HistoryTable history) {
        double[] positions = history.positions();
        int[] starts = history.stageStarts();
        ArrayNode stages = json.putArray("stages");
        for (int stage = 0; stage + 1 < starts.length; stage++) {
            ObjectNode span = stages.addObject().put("name", history.stages().get(starts[stage]));
            span.set("from", Json.read(positions[starts[stage]]));
            if (history.has(HistoryTable.SECONDS)) {
                span.set("fromSeconds", Json.read(history.elapsedSeconds()[starts[stage]]));
            }
        }
    }

    private static double[] select(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    private static double median(double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
