package org.turnpike.spark.reproduce.deep;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.Spread;
import org.turnpike.spark.reproduce.Workbench;

/** Classifiers by several methods, the first of which the others are compared with: a table of ours and the paper's figures. */
final class Comparison {

    /** At it, every row of both problems is right, or all but one. */
    static final CommonLoss COMMON_LOSS = CommonLoss.ofTrainingRows(0.01);

    private static final List<String> HEADER = List.of(
            "method",
            "t_f",
            "loss",
            "right",
            "NFE",
            "training, s",
            "faster",
            "to a loss of " + COMMON_LOSS.loss() + ", s",
            "faster to it",
            "inference, ms",
            "paper: t_f; training; inference");

    private final List<Method> methods;
    private final List<List<FinishedRun>> runs;

    private Comparison(List<Method> methods, List<List<FinishedRun>> runs) {
        this.methods = methods;
        this.runs = runs;
    }

    static Comparison of(Workbench workbench, Method... methods) {
        return new Comparison(
                List.of(methods),
                Arrays.stream(methods)
                        .map(method -> workbench.train(method.experiment()))
                        .toList());
    }

    static List<String> header() {
        return HEADER;
    }

    String name(int method) {
        return methods.get(method).name();
    }

    /** What a method has learned by the first seed. */
    NeuralOde model(int method) {
        return runs.get(method).get(0).model();
    }

    List<List<String>> rows() {
        return IntStream.range(0, methods.size()).mapToObj(this::row).toList();
    }

    private List<String> row(int number) {
        Method method = methods.get(number);
        List<FinishedRun> first = runs.get(0);
        List<FinishedRun> ours = runs.get(number);
        return List.of(
                method.name(),
                Spread.of(ours, "terminal_time").text(),
                Spread.of(ours, "loss").text(),
                Spread.of(ours, "accuracy").percent(),
                Spread.of(ours, "nfe_inference").text(),
                Spread.of(ours, "training_seconds").text(),
                number == 0 ? "" : CommonLoss.fasterInAllEpochs(first, ours),
                COMMON_LOSS.seconds(ours),
                number == 0 ? "" : COMMON_LOSS.faster(first, ours),
                Spread.of(ours, "inference_ms").text(),
                method.paperTime() + "; " + method.paperTraining() + "; " + method.paperInference());
    }
}
