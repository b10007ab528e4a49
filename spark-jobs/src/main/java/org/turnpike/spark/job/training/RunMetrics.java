package org.turnpike.spark.job.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.run.Measurement;
import org.turnpike.spark.run.Metrics;
import org.turnpike.spark.run.StageRecord;
import org.turnpike.spark.run.Status;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.TablePart;
import org.turnpike.training.batch.Compute;

/** The figures of a finished run. */
public final class RunMetrics {
    private RunMetrics() {}

    /** Of the parts' names, each with what its figures' names begin with. */
    public static Map<String, String> prefixes(Map<String, DataPart> parts) {
        Map<String, String> prefixes = new LinkedHashMap<>();
        parts.keySet().forEach(name -> prefixes.put(name, name.equals("training") ? "" : name + "_"));
        return prefixes;
    }

    /** Of all rows; where they are too many for this process, of a sample, times as many as there are. */
    private static double inferenceMilliseconds(NeuralOde model, DataPart part, Compute compute) {
        if (part instanceof TablePart known) {
            return Measurement.inferenceMilliseconds(model, known.table(), compute);
        }
        Table sample = part.sample(ReportRows.MOST_SAMPLED);
        return Measurement.inferenceMilliseconds(model, sample, compute) * part.rows() / sample.rows();
    }

    /** Rows that were gone through, once in every epoch. */
    private static double rowsTrained(Map<String, DataPart> parts, List<StageRecord> stages) {
        return (double) parts.get("training").rows()
                * stages.stream().mapToLong(StageRecord::epochs).sum();
    }

    private static double seconds(List<StageRecord> stages) {
        return stages.stream().mapToDouble(StageRecord::seconds).sum();
    }

    /** Rows a second, where any were trained on. */
    static OptionalDouble rate(double rows, double seconds) {
        return rows > 0 && seconds > 0 ? OptionalDouble.of(rows / seconds) : OptionalDouble.empty();
    }

    /**
     * @param workers that have trained the last stage
     * @throws org.turnpike.data.DataError where rows do not fit the model
     */
    static Metrics of(
            NeuralOde model,
            Map<String, DataPart> parts,
            List<StageRecord> stages,
            Status status,
            Compute compute,
            int workers) {
        StageRecord last = stages.get(stages.size() - 1);
        Metrics metrics = new Metrics().put("status", status.text()).put("stage", last.name());
        Map<String, String> prefixes = prefixes(parts);
        parts.forEach((name, part) -> {
            Measurement measured = Measurement.of(model, part, compute);
            metrics.putAll(prefixes.get(name), measured.metrics());
            if (name.equals("training")) {
                metrics.put("nfe_inference", measured.evaluation().forwardEvaluations());
                metrics.put("inference_ms", inferenceMilliseconds(model, part, compute));
            }
        });
        return metrics.put("initial_time", model.terminalTime().t0())
                .put("terminal_time", model.terminalTime().value())
                .put("parameters", (long) model.layout().size())
                .put("epochs", stages.stream().mapToLong(StageRecord::epochs).sum())
                .put(
                        "iterations",
                        stages.stream().mapToLong(StageRecord::iterations).sum())
                .put("training_seconds", seconds(stages))
                .put("ms_per_iteration", last.millisecondsPerIteration())
                .put("rows_per_second", rate(rowsTrained(parts, stages), seconds(stages)))
                .put(
                        "compile_seconds",
                        stages.stream().mapToDouble(StageRecord::compileSeconds).sum())
                .put("workers", (long) workers)
                .put("threads", (long) compute.threads())
                .put("backend", compute.backend().name());
    }
}
