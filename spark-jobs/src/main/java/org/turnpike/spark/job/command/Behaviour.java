package org.turnpike.spark.job.command;

import java.util.Locale;
import java.util.Optional;
import org.turnpike.data.RowMatrix;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.spark.driver.LazySpark;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobData;
import org.turnpike.spark.job.training.RunWords;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.storage.Storage;
import org.turnpike.spark.words.ModelWords;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Robustness;
import org.turnpike.training.evaluation.SolutionAudit;

/** How a model's solutions of given rows behave, in plain words. */
final class Behaviour {
    /** Of the inputs' own spread. */
    private static final double[] NOISES = {0.01, 0.05, 0.2};

    /** Share of what a solution began with that its energy may rise by. */
    private static final double NEGLIGIBLE = 1e-6;

    private final Storage storage;
    private final Arguments arguments;
    private final String data;

    Behaviour(Storage storage, Arguments arguments, String data) {
        this.storage = storage;
        this.arguments = arguments;
        this.data = data;
    }

    void tell(String location, Console console) {
        ModelSource source = ModelSource.read(storage, location, arguments);
        RowMatrix rows = rows(source);
        Compute compute = ModelSource.compute(source.job());
        say(console, "rows", Numbers.count(rows.rows(), "row") + " of " + data);
        SolutionAudit.Findings found =
                SolutionAudit.asComputed(source.model(), compute.backend()).follow(rows);
        if (found.rises().isPresent()) {
            energy(source.model(), rows, found.rises().get(), compute.backend().name(), console);
        } else {
            say(console, "energy", "none that this field would dissipate");
        }
        say(
                console,
                "rest",
                "the state still moves by " + brief(found.medianSpeed()) + " a unit of time at t_f, in the median; by "
                        + brief(found.largestSpeed()) + " at most");
        Optional<String> other = arguments.value("compare");
        Optional<NeuralOde> compared = other.map(place -> comparable(source.model(), place));
        for (double noise : NOISES) {
            String words = noise(source.model(), rows, noise, compute);
            String beside = compared.map(model -> "; " + other.get() + ": " + noise(model, rows, noise, compute))
                    .orElse("");
            say(console, "noise", "inputs shaken by " + brief(100 * noise) + " % of their spread: " + words + beside);
        }
    }

    private RowMatrix rows(ModelSource source) {
        try (LazySpark spark = new LazySpark("Turnpike: inspect")) {
            RowMatrix rows = new SourceReader(storage, spark)
                    .toPredict(
                            data,
                            new JobData(source.job().settings()).columns(),
                            source.model().featureNames(),
                            Optional.empty())
                    .table()
                    .features();
            if (rows.rows() == 0) {
                throw new UserError(ExitCode.DATA, "at least one row", "none", data, "Name rows to follow.");
            }
            return rows;
        }
    }

    private NeuralOde comparable(NeuralOde model, String place) {
        NeuralOde other = ModelSource.read(storage, place, arguments).model();
        if (!other.featureNames().equals(model.featureNames())
                || !other.outputs().equals(model.outputs())) {
            throw new UserError(
                    ExitCode.DATA,
                    "a model of the same inputs and outputs, " + ModelWords.names(model.featureNames()) + " → "
                            + ModelWords.names(model.outputs().names()),
                    ModelWords.names(other.featureNames()) + " → "
                            + ModelWords.names(other.outputs().names()),
                    place,
                    "Compare models of the same task.");
        }
        return other;
    }

    /** What the model promises, and where what is computed falls short of it: by the error of the steps, or by rounding. */
    private static void energy(
            NeuralOde model, RowMatrix rows, SolutionAudit.Rises computed, String backend, Console console) {
        SolutionAudit.Rises promised =
                SolutionAudit.asPromised(model).follow(rows).rises().orElseThrow();
        SolutionAudit.Rises stepped =
                SolutionAudit.asStepped(model).follow(rows).rises().orElseThrow();
        say(console, "energy", "followed exactly: " + rise(promised.largest()));
        say(console, "energy", "by the model's own steps, in double precision: " + rise(stepped.largest()));
        say(
                console,
                "energy",
                "as predictions are computed (back-end " + backend + "): " + rise(computed.largest())
                        + (computed.largest().share() > 0
                                ? "; the largest rise is " + brief(computed.shareOfLargest())
                                        + " of the largest energy that rows begin with"
                                : ""));
        say(console, "energy", verdict(promised, stepped, computed));
    }

    private static String verdict(
            SolutionAudit.Rises promised, SolutionAudit.Rises stepped, SolutionAudit.Rises computed) {
        if (promised.largest().share() > NEGLIGIBLE) {
            return "the promise is broken: these solutions rise themselves, by more than rounding";
        }
        if (stepped.largest().share() > NEGLIGIBLE) {
            return "kept by the solutions; the error of the solver's steps lets the energy rise. Shorter steps or a smaller"
                    + " tolerance help";
        }
        return computed.largest().share() > NEGLIGIBLE
                ? "kept by the solutions and by the steps; what rises is the rounding of single precision, of rows that begin"
                        + " with nearly no energy"
                : "kept, as predictions are computed as well";
    }

    private static String rise(SolutionAudit.Rise rise) {
        if (rise.share() <= 0) {
            return "falls in every step of every solution";
        }
        return "rises in a step by at most " + brief(rise.share()) + " of what its solution began with (row "
                + rise.row() + ", t = " + brief(rise.time()) + ")"
                + (rise.share() <= NEGLIGIBLE ? ", which is next to nothing" : "");
    }

    private static String noise(NeuralOde model, RowMatrix rows, double noise, Compute compute) {
        Robustness found = Robustness.measure(model, rows, noise, compute);
        return "predictions move by " + brief(found.change()) + " in the mean"
                + (model.outputs() instanceof Outputs.Classes
                        ? ", " + String.format(Locale.ROOT, "%.1f", 100 * found.flipped()) + " % change class"
                        : "");
    }

    private static void say(Console console, String name, String text) {
        console.out().println(RunWords.line(name, text));
    }

    private static String brief(double value) {
        return String.format(Locale.ROOT, "%.2g", value);
    }
}
