package org.turnpike.spark.reproduce.deep;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.turnpike.spark.report.HistoryTable;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.Spread;
import org.turnpike.spark.reproduce.Workbench;

/** Methods on one problem, the first of which the others are compared with: a table of ours and the paper's figures. */
final class Comparison {

    /** The loss at which clocks are stopped: at it, every row of both problems is right, or all but one. */
    static final double COMMON_LOSS = 0.01;

    private static final String PRE_TRAINING = "lyapunov-pretrain";
    private static final String NEVER = "never";

    private static final List<String> HEADER = List.of(
            "method",
            "t_f",
            "loss",
            "right",
            "NFE",
            "training, s",
            "faster",
            "to a loss of " + COMMON_LOSS + ", s",
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
                seconds(reached(ours)),
                number == 0 ? "" : fasterToTheLoss(number),
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

    /** The time of the first method down to the common loss over that of this one, of seeds by which both get there. */
    private String fasterToTheLoss(int number) {
        List<OptionalDouble> first = reached(runs.get(0));
        List<OptionalDouble> ours = reached(runs.get(number));
        double[] ratios = IntStream.range(0, ours.size())
                .filter(seed -> first.get(seed).isPresent() && ours.get(seed).isPresent())
                .mapToDouble(
                        seed -> first.get(seed).getAsDouble() / ours.get(seed).getAsDouble())
                .toArray();
        return ratios.length == 0 ? NEVER : Spread.of(ratios).text() + "×";
    }

    /** The seconds of those that get there, and how many do not. */
    private static String seconds(List<OptionalDouble> reached) {
        double[] known =
                reached.stream().flatMapToDouble(OptionalDouble::stream).toArray();
        if (known.length == 0) {
            return NEVER;
        }
        String seconds = Spread.of(known).text();
        return known.length == reached.size() ? seconds : seconds + "; " + (reached.size() - known.length) + " never";
    }

    private static List<OptionalDouble> reached(List<FinishedRun> runs) {
        return runs.stream().map(Comparison::reached).toList();
    }

    /**
     * Seconds of training, all stages together, until the mean cost of the rows was down to the common loss. Pre-training does
     * not measure it. In the combined method the cost is more than the loss, so its clock stops late. A row of the history has
     * the cost before its update; what the last update came to is measured when the run has ended.
     */
    private static OptionalDouble reached(FinishedRun run) {
        HistoryTable history = run.history();
        double[] costs = history.column("cost");
        double[] seconds = history.elapsedSeconds();
        OptionalDouble onTheWay = IntStream.range(0, costs.length)
                .filter(row -> !history.stages().get(row).equals(PRE_TRAINING) && costs[row] <= COMMON_LOSS)
                .mapToDouble(row -> seconds[row])
                .findFirst();
        return onTheWay.isPresent() || run.figure("loss") > COMMON_LOSS
                ? onTheWay
                : OptionalDouble.of(run.figure("training_seconds"));
    }
}
