package org.turnpike.spark.progress;

import java.util.Locale;
import java.util.OptionalDouble;
import org.turnpike.training.IterationReport;

/** One line on how far a stage is: loss, t_f, NFE forward and backward, rate and time left. */
final class ProgressLine {
    private final StageProgress progress;
    private long countedIterations;
    private double countedSeconds;
    private double rate;

    ProgressLine(StageProgress progress) {
        this.progress = progress;
    }

    /** As of now; the rate is that since the line before. */
    String text(IterationReport latest) {
        long done = latest.iteration() + 1;
        count(done);
        StringBuilder line = new StringBuilder(progress.stage());
        if (progress.isFullBatch()) {
            line.append(format("  %d/%d", done, progress.iterations()));
        } else {
            line.append(
                    format("  epoch %d/%d  %d/%d", latest.epoch() + 1, progress.epochs(), done, progress.iterations()));
        }
        line.append(format("  loss %s", number(latest.loss())));
        OptionalDouble validation = progress.validationLoss();
        if (validation.isPresent()) {
            line.append(format(" (validation %s)", number(validation.getAsDouble())));
        }
        line.append(format("  t_f %s", number(latest.terminalTime())));
        line.append(format("  NFE %s+%s", count(latest.forwardEvaluations()), count(latest.backwardEvaluations())));
        if (rate > 0) {
            line.append(format("  %s it/s", number(rate)));
        }
        if (rate > 0 && done < progress.iterations()) {
            line.append(format("  %s left", duration((progress.iterations() - done) / rate)));
        }
        return line.toString();
    }

    private void count(long done) {
        double seconds = progress.seconds();
        double passed = seconds - countedSeconds;
        if (passed > 0) {
            boolean isFirst = countedSeconds == 0;
            if (isFirst) {
                countedIterations = progress.first();
            }
            double now = (done - countedIterations) / passed;
            // half of what was known, so that the time left does not jump about
            rate = isFirst ? now : 0.5 * rate + 0.5 * now;
            countedIterations = done;
            countedSeconds = seconds;
        }
    }

    /** Three digits that count. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return format("%.0f", value);
        }
        if (size >= 10) {
            return format("%.1f", value);
        }
        if (size >= 1) {
            return format("%.2f", value);
        }
        return size >= 0.001 || size == 0 ? format("%.4f", value) : format("%.1e", value);
    }

    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return format("%d s", whole);
        }
        if (whole < 3600) {
            return format("%d min %02d s", whole / 60, whole % 60);
        }
        return format("%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    private static String count(double evaluations) {
        return evaluations == Math.rint(evaluations) ? format("%.0f", evaluations) : format("%.1f", evaluations);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
