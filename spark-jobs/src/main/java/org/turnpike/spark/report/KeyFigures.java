package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.turnpike.spark.report.figure.Json;

/** The numbers at the head of the page, from {@code metrics.json} and the model. */
final class KeyFigures {

    /** The splits by which a model is judged, the best judge first; the training rows have no prefix. */
    private static final List<Judge> JUDGES =
            List.of(new Judge("test_", "Test"), new Judge("validation_", "Validation"), new Judge("", "Training"));

    private final RunFiles run;
    private final ArrayNode figures = Json.array();
    private final List<String> missing = new ArrayList<>();

    private record Judge(String prefix, String name) {}

    private KeyFigures(RunFiles run) {
        this.run = run;
    }

    /** Adds what is missing to {@code absences}. */
    static ArrayNode of(RunFiles run, List<Absence> absences) {
        KeyFigures figures = new KeyFigures(run);
        figures.collect();
        if (!figures.missing.isEmpty() && run.metrics().isPresent()) {
            absences.add(new Absence(
                    "Key figures", RunFiles.METRICS + " has no " + String.join(", no ", figures.missing) + "."));
        }
        return figures.figures;
    }

    private void collect() {
        if (anyJudge("accuracy")) {
            score("accuracy", "accuracy", "share");
        } else if (anyJudge("mse")) {
            score("mse", "mean squared error", "number");
        } else if (anyJudge("nll")) {
            score("nll", "negative log-likelihood", "number");
        } else {
            missing.add("accuracy, no mse and no nll");
        }
        terminalTime();
        metric("nfe_inference", "NFE of inference", "number", "evaluations of the field in a solve");
        metric("training_seconds", "Training", "seconds", trainingNote());
        metric("inference_ms", "Inference", "milliseconds", "of all training rows");
        run.model()
                .ifPresent(model -> add(
                        "Parameters",
                        model.layout().size(),
                        "count",
                        "state of " + model.architecture().stateWidth()
                                + (model.architecture().stateWidth() == 1 ? " number" : " numbers")));
    }

    private boolean anyJudge(String metric) {
        return JUDGES.stream().anyMatch(judge -> number(judge.prefix() + metric).isPresent());
    }

    /** The score by the best judge, and those of the others below it. */
    private void score(String metric, String words, String kind) {
        List<Judge> there = JUDGES.stream()
                .filter(judge -> number(judge.prefix() + metric).isPresent())
                .toList();
        if (there.isEmpty()) {
            missing.add(metric);
            return;
        }
        Judge best = there.get(0);
        ObjectNode figure =
                add(best.name() + " " + words, number(best.prefix() + metric).get(), kind, "");
        ArrayNode others = figure.putArray("others");
        there.stream()
                .skip(1)
                .forEach(judge -> others.addObject()
                        .put("name", judge.name().toLowerCase(Locale.ROOT))
                        .set("value", Json.read(number(judge.prefix() + metric).get())));
    }

    private void terminalTime() {
        Optional<Double> last = number("terminal_time")
                .or(() -> run.model().map(model -> model.terminalTime().value()));
        if (last.isEmpty()) {
            missing.add("terminal_time");
            return;
        }
        String note = run.initialTerminalTime()
                .map(start -> Math.abs(start - last.get()) < 1e-9 ? "fixed" : "learned, from " + Json.brief(start))
                .orElse("");
        add("Terminal time t_f", last.get(), "number", note);
        number("initial_time")
                .filter(start -> start != 0)
                .ifPresent(start -> add("Initial time t0", start, "number", initialNote()));
    }

    private String initialNote() {
        return run.model()
                        .filter(model -> model.terminalTime().isInitialLearned())
                        .isPresent()
                ? "learned"
                : "fixed";
    }

    private String trainingNote() {
        return List.of("ms_per_iteration", "workers").stream()
                .filter(name -> number(name).isPresent())
                .map(name -> name.equals("workers")
                        ? plural(number(name).get().intValue(), "worker")
                        : Json.brief(number(name).get()) + " ms per iteration")
                .collect(Collectors.joining(", "));
    }

    private void metric(String name, String label, String kind, String note) {
        number(name).ifPresentOrElse(value -> add(label, value, kind, note), () -> missing.add(name));
    }

    private ObjectNode add(String label, double value, String kind, String note) {
        ObjectNode figure =
                figures.addObject().put("label", label).put("kind", kind).put("note", note);
        figure.set("value", Json.read(value));
        return figure;
    }

    private Optional<Double> number(String metric) {
        return run.metric(metric);
    }

    private static String plural(int count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }
}
