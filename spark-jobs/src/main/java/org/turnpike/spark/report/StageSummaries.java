package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.turnpike.spark.report.figure.Json;

/** What each stage came to: from its rows in the history, and what the manifest says of it. */
final class StageSummaries {

    private StageSummaries() {}

    static ArrayNode of(RunFiles run) {
        ArrayNode summaries = Json.array();
        Set<String> told = new HashSet<>();
        run.history().ifPresent(history -> {
            int[] starts = history.stageStarts();
            for (int stage = 0; stage + 1 < starts.length; stage++) {
                String name = history.stages().get(starts[stage]);
                told.add(name);
                ObjectNode summary = summaries.addObject().put("name", name);
                measured(summary, history, starts[stage], starts[stage + 1]);
                summary.put("status", status(run.manifest(), name));
            }
        });
        for (JsonNode stage : run.manifest().path("stages")) {
            String name = name(stage);
            if (!name.isEmpty() && told.add(name)) {
                summaries.addObject().put("name", name).put("status", status(run.manifest(), name));
            }
        }
        return summaries;
    }

    private static void measured(ObjectNode summary, HistoryTable history, int from, int to) {
        Stream.of(HistoryTable.LOSS, HistoryTable.TERMINAL_TIME, "nfe_forward").forEach(column -> {
            double[] values = history.column(column);
            summary.set(column, Json.read(new double[] {values[from], values[to - 1]}));
        });
        double[] validation = Arrays.copyOfRange(history.column("validation_loss"), from, to);
        summary.set(
                "best_validation_loss",
                Json.read(
                        Arrays.stream(validation).filter(Double::isFinite).min().orElse(Double.NaN)));
        double[] counted = history.column(history.unit());
        summary.set("length", Json.read(Double.isNaN(counted[to - 1]) ? to - from : counted[to - 1]));
        summary.set("seconds", Json.read(history.column(HistoryTable.SECONDS)[to - 1]));
    }

    private static String status(JsonNode manifest, String name) {
        for (JsonNode stage : manifest.path("stages")) {
            if (name(stage).equals(name)) {
                return stage.path("status").asText("");
            }
        }
        return "";
    }

    /** Stages may be listed by their names alone. */
    private static String name(JsonNode stage) {
        return stage.isTextual() ? stage.textValue() : stage.path("name").asText("");
    }
}
