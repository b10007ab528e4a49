package org.turnpike.spark.job.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.IterationReport;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluation;

/** What {@code bench} measured, for people and as one JSON object. */
final class BenchFigures {

    private final ObjectNode figures = new ObjectMapper().createObjectNode();
    private boolean diverged;

    BenchFigures(String problem, String method, Compute compute) {
        figures.put("problem", problem)
                .put("method", method)
                .put("backend", compute.backend().name())
                .put("threads", compute.threads());
    }

    /** The stage that the method is known for. */
    void training(BenchTraining training) {
        List<IterationReport> iterations = training.iterations();
        int count = iterations.size();
        figures.put("compile_seconds", rounded(training.compileSeconds()));
        figures.put("iterations", count);
        figures.put("ms_per_iteration", milliseconds(training.timed()));
        figures.put("ms_first_20", milliseconds(iterations.subList(0, Math.min(20, count))));
        figures.put("ms_last_100", milliseconds(iterations.subList(Math.max(0, count - 100), count)));
        figures.put("seconds_total", rounded(training.seconds()));
        figures.put("nfe_forward", rounded(sum(iterations, IterationReport::forwardEvaluations) / count));
        figures.put("nfe_backward", rounded(sum(iterations, IterationReport::backwardEvaluations) / count));
        figures.put("objective", rounded(lowest(iterations)));
        noteEnd(training.end());
    }

    /** The search for t_f that follows it, of the method that has one. */
    void search(BenchTraining search) {
        double before = figures.get("seconds_total").asDouble();
        figures.put("compile_seconds", rounded(figures.get("compile_seconds").asDouble() + search.compileSeconds()));
        figures.put("pretrain_seconds", before);
        figures.put("search_seconds", rounded(search.seconds()));
        figures.put("search_iterations", search.iterations().size());
        figures.put("ms_per_search_iteration", milliseconds(search.timed()));
        figures.put("seconds_total", rounded(before + search.seconds()));
        if (search.end() instanceof TrainingEnd.Finished finished) {
            figures.put("search_end", finished.reason());
        }
        noteEnd(search.end());
    }

    private void noteEnd(TrainingEnd end) {
        if (end instanceof TrainingEnd.Diverged divergence) {
            diverged = true;
            figures.put("diverged", divergence.toString());
        }
    }

    void inference(Evaluation evaluation, double[] seconds, TerminalTime time) {
        figures.put("ms_inference", rounded(1000 * median(seconds)));
        figures.put("nfe_inference", rounded(evaluation.forwardEvaluations()));
        figures.put("loss", rounded(evaluation.loss()));
        if (evaluation.accuracy().isPresent()) {
            figures.put("accuracy", rounded(evaluation.accuracy().getAsDouble()));
        } else {
            figures.putNull("accuracy");
        }
        evaluation.negativeLogLikelihood().ifPresent(nll -> figures.put("nll", rounded(nll)));
        evaluation.meanSquaredError().ifPresent(error -> figures.put("mse", rounded(error)));
        figures.put("terminal_time", rounded(time.value()));
    }

    /** Of a density model: seconds that drawing as many rows as it was trained on takes, several times. */
    void sampling(double[] seconds) {
        figures.put("ms_sampling", rounded(1000 * median(seconds)));
    }

    boolean hasDiverged() {
        return diverged;
    }

    String words() {
        return String.format(
                Locale.ROOT,
                "%s, %s: %s ms an iteration (median of %d; all of them %s s), %s ms an inference; loss %s, t_f %s; %s"
                        + " threads of %s, compiled in %s s.",
                figures.get("problem").asText(),
                figures.get("method").asText(),
                figures.get("ms_per_iteration").asText(),
                figures.get("iterations").asInt(),
                figures.get("seconds_total").asText(),
                figures.get("ms_inference").asText(),
                figures.get("loss").asText(),
                figures.get("terminal_time").asText(),
                figures.get("threads").asText(),
                figures.get("backend").asText(),
                figures.get("compile_seconds").asText());
    }

    String json() {
        return figures.toString();
    }

    private static double milliseconds(List<IterationReport> iterations) {
        return rounded(1000
                * median(iterations.stream()
                        .mapToDouble(IterationReport::seconds)
                        .toArray()));
    }

    /** What was minimised, at the best iteration; NaN where none was finite. */
    private static double lowest(List<IterationReport> iterations) {
        return iterations.stream()
                .mapToDouble(IterationReport::loss)
                .filter(Double::isFinite)
                .min()
                .orElse(Double.NaN);
    }

    private static double sum(List<IterationReport> iterations, ToDoubleFunction<IterationReport> figure) {
        return iterations.stream().mapToDouble(figure).sum();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    /** Six digits that count. */
    static double rounded(double value) {
        return Double.isFinite(value) ? Double.parseDouble(String.format(Locale.ROOT, "%.6g", value)) : value;
    }
}
