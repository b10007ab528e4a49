package org.turnpike.spark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.turnpike.model.Outputs;
import org.turnpike.training.stage.EpochReport;

/**
 * The course of a run, as text: {@code history.csv}, a row for each epoch. In full-batch training an epoch is an iteration.
 *
 * <p>Epochs and iterations are counted from 1 in each stage, seconds from its start. The times are those of the epoch's last
 * solves, before the update. A field is empty where there is nothing to tell: no validation in this epoch.
 */
public final class History {
    private static final String COLUMNS =
            "stage,epoch,iteration,loss,cost,initial_time,terminal_time,nfe_forward,nfe_backward,"
                    + "gradient_norm,rate,seconds,validation_loss,validation_cost,validation_";

    private final List<String> rows = new ArrayList<>();

    /** Adds the epochs of a stage. */
    public void add(String stage, List<EpochReport> epochs) {
        epochs.forEach(epoch -> rows.add(row(stage, epoch)));
    }

    /** Forgets all rows but the first ones. */
    public void keepFirst(long count) {
        if (count < rows.size()) {
            rows.subList((int) count, rows.size()).clear();
        }
    }

    String text(Outputs outputs) {
        String score =
                outputs instanceof Outputs.Classes ? "accuracy" : outputs instanceof Outputs.LogDensity ? "nll" : "mse";
        return rows.stream().collect(Collectors.joining("\n", COLUMNS + score + "\n", rows.isEmpty() ? "" : "\n"));
    }

    static History parse(String text) {
        History history = new History();
        text.lines().skip(1).forEach(history.rows::add);
        return history;
    }

    private static String row(String stage, EpochReport report) {
        EpochReport.Validation validation = report.validation();
        double[] judged = validation == null
                ? new double[] {Double.NaN, Double.NaN, Double.NaN}
                : new double[] {validation.loss(), validation.cost(), validation.score()};
        String figures = DoubleStream.concat(
                        DoubleStream.of(
                                report.loss(),
                                report.cost(),
                                report.initialTime(),
                                report.terminalTime(),
                                report.forwardEvaluations(),
                                report.backwardEvaluations(),
                                report.gradientNorm(),
                                report.rate(),
                                report.seconds()),
                        DoubleStream.of(judged))
                .mapToObj(History::field)
                .collect(Collectors.joining(","));
        return stage + "," + (report.epoch() + 1) + "," + report.iterations() + "," + figures;
    }

    /** Seven digits: a history of ten thousand rows stays below two megabytes. */
    private static String field(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Float.toString((float) value);
    }
}
