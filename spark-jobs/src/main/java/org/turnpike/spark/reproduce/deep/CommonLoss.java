package org.turnpike.spark.reproduce.deep;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.turnpike.spark.report.HistoryTable;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.Spread;

/**
 * A loss at which clocks are stopped, so that methods are compared by the time that they take to the same model.
 *
 * @param column of the history that has the loss
 * @param figure of {@code metrics.json} that has it of the model that is kept
 */
record CommonLoss(String column, String figure, double loss) {

    private static final String PRE_TRAINING = "lyapunov-pretrain";
    private static final String NEVER = "never";

    /**
     * Of the training rows, each iteration's. In the combined method the cost is more than the loss, so its clock stops late.
     */
    static CommonLoss ofTrainingRows(double loss) {
        return new CommonLoss("cost", "loss", loss);
    }

    /** The negative log-likelihood of the validation rows, which is measured from time to time. */
    static CommonLoss ofValidationRows(double loss) {
        return new CommonLoss("validation_nll", "validation_nll", loss);
    }

    /** All epochs of {@code first} over all epochs of {@code ours}, by each seed that both have. */
    static String fasterInAllEpochs(List<FinishedRun> first, List<FinishedRun> ours) {
        double[] ratios = IntStream.range(0, Math.min(first.size(), ours.size()))
                .mapToDouble(seed -> first.get(seed).figure("training_seconds")
                        / ours.get(seed).figure("training_seconds"))
                .toArray();
        return Spread.of(ratios).text() + "×";
    }

    /** The seconds of those that get there, and how many do not. */
    String seconds(List<FinishedRun> runs) {
        double[] known = runs.stream()
                .map(this::reached)
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        if (known.length == 0) {
            return NEVER;
        }
        String seconds = Spread.of(known).text();
        return known.length == runs.size() ? seconds : seconds + "; " + (runs.size() - known.length) + " never";
    }

    /** The time of {@code first} over that of {@code ours}, of seeds by which both get there. */
    String faster(List<FinishedRun> first, List<FinishedRun> ours) {
        double[] ratios = IntStream.range(0, Math.min(first.size(), ours.size()))
                .filter(seed -> reached(first.get(seed)).isPresent()
                        && reached(ours.get(seed)).isPresent())
                .mapToDouble(seed -> reached(first.get(seed)).getAsDouble()
                        / reached(ours.get(seed)).getAsDouble())
                .toArray();
        return ratios.length == 0 ? NEVER : Spread.of(ratios).text() + "×";
    }

    /**
     * Seconds of training, all stages together, until the loss was down. Pre-training does not measure it. A row of the history
     * has the cost before its update; what the last update came to is measured when the run has ended.
     */
    private OptionalDouble reached(FinishedRun run) {
        HistoryTable history = run.history();
        double[] losses = history.column(column);
        double[] seconds = history.elapsedSeconds();
        OptionalDouble onTheWay = IntStream.range(0, losses.length)
                .filter(row -> !history.stages().get(row).equals(PRE_TRAINING) && losses[row] <= loss)
                .mapToDouble(row -> seconds[row])
                .findFirst();
        return onTheWay.isPresent() || run.figure(figure) > loss
                ? onTheWay
                : OptionalDouble.of(run.figure("training_seconds"));
    }
}
