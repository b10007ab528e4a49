package org.turnpike.spark.reproduce.images;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.turnpike.spark.reproduce.Experiment;
import org.turnpike.spark.reproduce.Workbench;

/**
 * A row of Table 2.
 *
 * @param method as it is called on the page
 * @param variant as its runs are called
 * @param settings over the job file, each {@code key=value}
 * @param epochs that two cores do in minutes; empty for those of the job file
 * @param rows likewise, to learn from
 * @param paper the paper's t_f, test accuracy, NFE, training and inference time
 */
record Row(String method, String variant, List<String> settings, OptionalInt epochs, OptionalInt rows, Paper paper) {

    /** As printed. */
    record Paper(String time, String accuracy, String evaluations, String training, String inference) {
        String words() {
            return String.join("; ", time, accuracy, evaluations, training, inference);
        }
    }

    Row {
        settings = List.copyOf(settings);
    }

    static Row minimumTime(String variant, double lambda, Paper paper) {
        return new Row(
                "minimum-time, λ = " + (lambda == 1 ? "1" : Double.toString(lambda)),
                variant,
                List.of("stages=[minimum-time]", "minimum-time.lambda=" + lambda),
                OptionalInt.empty(),
                OptionalInt.empty(),
                paper);
    }

    static Row vanilla(Paper paper) {
        return new Row(
                "vanilla", "vanilla", List.of("stages=[vanilla]"), OptionalInt.empty(), OptionalInt.empty(), paper);
    }

    /** In steps of a length, where its job file takes a number of them. */
    Row inSteps(double length) {
        return new Row(
                method,
                variant,
                joined(settings, List.of("solver.steps=none", "solver.step=" + length)),
                epochs,
                rows,
                paper);
    }

    /** With so many epochs and rows, where the user asks for no others. */
    Row of(int usualEpochs, int usualRows) {
        return new Row(method, variant, settings, OptionalInt.of(usualEpochs), OptionalInt.of(usualRows), paper);
    }

    Experiment experiment(DataSetFiles data, Workbench workbench) {
        Experiment experiment = Experiment.of(data.job()).with(variant, settings.toArray(String[]::new));
        List<String> more = workbench.effort().settings(epochs, rows);
        Experiment sized = new Experiment(experiment.job(), variant, joined(experiment.settings(), more));
        return workbench
                .effort()
                .data()
                .map(directory -> new Experiment(sized.job(), variant, joined(sized.settings(), data.in(directory))))
                .orElse(sized);
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
