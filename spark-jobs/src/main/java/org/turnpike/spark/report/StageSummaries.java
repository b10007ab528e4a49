package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.turnpike.spark.report.figure.Json;
import org.turnpike.spark.run.StageRecord;

/** What each stage came to: what the manifest says of it, and the ends of its part of the history. */
final class StageSummaries {

    private StageSummaries() {}

    static ArrayNode of(RunFiles run) {
        ArrayNode summaries = Json.array();
        for (StageRecord stage : run.manifest().stages()) {
            ObjectNode summary = summaries
                    .addObject()
                    .put("name", stage.name())
                    .put("status", stage.status().text())
                    .put("end", stage.end())
                    .put("iterations", stage.iterations());
            summary.set("seconds", Json.read(stage.seconds()));
            summary.set("keptLoss", Json.read(stage.loss().orElse(Double.NaN)));
            run.history().ifPresent(history -> addEnds(summary, history, stage));
        }
        return summaries;
    }

    /** Of the terminal time, the end is that of the model that the stage left: the best, not the last. */
    private static void addEnds(ObjectNode summary, HistoryTable history, StageRecord stage) {
        int first = history.stages().indexOf(stage.name());
        if (first < 0) {
            return;
        }
        int last = history.stages().lastIndexOf(stage.name());
        double[] loss = history.column(HistoryTable.LOSS);
        double[] evaluations = history.column("nfe_forward");
        double[] terminalTime = history.column(HistoryTable.TERMINAL_TIME);
        summary.set("loss", Json.read(new double[] {loss[first], loss[last]}));
        summary.set("evaluations", Json.read(new double[] {evaluations[first], evaluations[last]}));
        summary.set("terminalTime", Json.read(new double[] {terminalTime[first], stage.terminalTime()}));
    }
}
