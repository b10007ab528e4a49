package org.turnpike.spark.reproduce.deep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.turnpike.spark.report.HistoryTable;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.Spread;
import org.turnpike.spark.reproduce.Workbench;

/** Methods on one problem, the first of which the others are compared with: a table of ours and the paper's figures. */
final class Comparison {
    private static final List<String> HEADER = List.of(
            "method",
            "t_f",
            "loss",
            "right",
            "NFE",
            "training, s",
            "faster",
            "faster to its loss",
            "inference, ms",
            "paper: t_f; training; inference");

    private final List<Method> methods;
    private final List<List<FinishedRun>> runs;

    private Comparison(List<Method> methods, List<List<FinishedRun>> runs) {
        this.methods = methods;
        this.runs = runs;
    }

    static Comparison of(Workbench workbench, Method... methods) {
        List<List<FinishedRun>> runs = new ArrayList<>();
        for (Method method : methods) {
            runs.add(workbench.train(method.experiment()));
        }
        return new Comparison(List.of(methods), runs);
    }

    static List<String> header() {
        return HEADER;
    }

    /** All seeds of a method. */
    List<FinishedRun> runs(int method) {
        return runs.get(method);
    }

    List<List<String>> rows() {
        return IntStream.range(0, methods.size()).mapToObj(this::row).toList();
    }

    private List<String> row(int number) {
        Method method = methods.get(number);
        List<FinishedRun> ours = runs.get(number);
        return List.of(
                method.name(),
                Spread.of(ours, "terminal_time").text(),
                Spread.of(ours, "loss").text(),
                Spread.of(ours, "accuracy").percent(),
                Spread.of(ours, "nfe_inference").text(),
                Spread.of(ours, "training_seconds").text(),
                number == 0 ? "" : faster(number).text() + "×",
                number == 0 ? "" : toItsLoss(number),
                Spread.of(ours, "inference_ms").text(),
                method.paperTime() + "; " + method.paperTraining() + "; " + method.paperInference());
    }

    /** All epochs of the first method over all epochs of this one. */
    private Spread faster(int number) {
        return Spread.of(IntStream.range(0, runs.get(0).size())
                .mapToDouble(seed -> runs.get(0).get(seed).figure("training_seconds")
                        / runs.get(number).get(seed).figure("training_seconds"))
                .toArray());
    }

    /** Until the first method has the terminal loss that this one ends with, over all epochs of this one. */
    private String toItsLoss(int number) {
        double[] ratios = IntStream.range(0, runs.get(0).size())
                .mapToObj(seed ->
                        toItsLoss(runs.get(0).get(seed), runs.get(number).get(seed)))
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return ratios.length == 0 ? "never gets there" : Spread.of(ratios).text() + "×";
    }

    private static OptionalDouble toItsLoss(FinishedRun first, FinishedRun other) {
        HistoryTable history = first.history();
        double[] costs = history.column("cost");
        double[] seconds = history.elapsedSeconds();
        double wanted = other.figure("loss");
        return Arrays.stream(IntStream.range(0, costs.length).toArray())
                .filter(row -> costs[row] <= wanted)
                .mapToDouble(row -> seconds[row] / other.figure("training_seconds"))
                .findFirst();
    }
}
