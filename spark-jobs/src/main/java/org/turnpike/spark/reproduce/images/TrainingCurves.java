package org.turnpike.spark.reproduce.images;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.picture.Axis;
import org.turnpike.spark.reproduce.picture.Colours;
import org.turnpike.spark.reproduce.picture.Panel;
import org.turnpike.spark.reproduce.picture.Picture;

/** How the rows of a data set learned: what the images held out say after each epoch, and t_f. */
final class TrainingCurves {
    /** An axis is as many times longer than what is drawn. */
    private static final double MARGIN = 1.1;

    private TrainingCurves() {}

    /** Of each row's first seed. */
    static Picture of(List<Measured> measured) {
        double longest = measured.stream()
                .mapToDouble(each -> each.runs().get(0).figure("training_seconds"))
                .max()
                .orElse(1);
        double latest = MARGIN
                * measured.stream()
                        .flatMapToDouble(
                                each -> DoubleStream.of(times(each.runs().get(0))))
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1);
        Panel loss = Panel.chart(
                "Loss of images held out",
                Axis.linear("s", 0, longest),
                around("loss", measured, TrainingCurves::losses));
        Panel wrong = Panel.chart(
                "Of them wrong", Axis.linear("s", 0, longest), around("share", measured, TrainingCurves::errors));
        Panel time = Panel.chart("t_f", Axis.linear("s", 0, longest), Axis.linear("t_f", 0, latest));
        for (int row = 0; row < measured.size(); row++) {
            String colour = Colours.of(row);
            FinishedRun run = measured.get(row).runs().get(0);
            String name = measured.get(row).row().method();
            draw(loss, points(run, losses(run)), colour);
            draw(wrong, points(run, errors(run)), colour);
            draw(time, points(run, times(run)), colour);
            loss.named(name, colour);
        }
        return new Picture(3).add(loss).add(wrong).add(time);
    }

    /** An epoch is a dot: of a single one there is no line. */
    private static void draw(Panel panel, double[][] epochs, String colour) {
        panel.line(epochs, colour, 1.6, 1).dots(epochs, colour, 2);
    }

    private static double[] losses(FinishedRun run) {
        return run.history().column("validation_loss");
    }

    private static double[] errors(FinishedRun run) {
        return DoubleStream.of(run.history().column("validation_accuracy"))
                .map(right -> 1 - right)
                .toArray();
    }

    private static double[] times(FinishedRun run) {
        return run.history().column("terminal_time");
    }

    /** A logarithmic axis on which every positive value of all rows lies. */
    private static Axis around(String name, List<Measured> measured, Function<FinishedRun, double[]> values) {
        DoubleSummaryStatistics range = measured.stream()
                .flatMapToDouble(
                        each -> DoubleStream.of(values.apply(each.runs().get(0))))
                .filter(value -> value > 0 && Double.isFinite(value))
                .summaryStatistics();
        return range.getCount() == 0
                ? Axis.logarithmic(name, 0.1, 1)
                : Axis.logarithmic(name, range.getMin() / MARGIN, range.getMax() * MARGIN);
    }

    private static double[][] points(FinishedRun run, double[] values) {
        double[] seconds = run.history().elapsedSeconds();
        return IntStream.range(0, values.length)
                .filter(row -> Double.isFinite(values[row]))
                .mapToObj(row -> new double[] {seconds[row], values[row]})
                .toArray(double[][]::new);
    }
}
