package org.turnpike.spark.job.training;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.run.Metrics;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Convergence;
import org.turnpike.training.evaluation.ConvergenceCheck;

/** How fast the loss falls along a model's solutions, where a stage has trained for that. */
public final class ConvergenceFigures {
    private ConvergenceFigures() {}

    /**
     * {@code kappa}, {@code lyapunov_violations}, {@code lyapunov_kept} and {@code certified_rate} of the last of the stages
     * that wants the loss to fall at some rate; nothing where none does, or where a row cannot be solved.
     */
    public static Metrics of(List<JobStage> stages, NeuralOde model, Table rows, Compute compute) {
        Metrics metrics = new Metrics();
        for (int number = stages.size() - 1; number >= 0; number--) {
            OptionalDouble kappa = stages.get(number).convergenceRate();
            if (kappa.isPresent()) {
                Optional<Convergence> found = ConvergenceCheck.of(
                        model,
                        stages.get(number).stage(model).objective(model).terminal(),
                        kappa.getAsDouble(),
                        rows,
                        compute);
                found.ifPresent(convergence -> metrics.put("kappa", convergence.kappa())
                        .put("lyapunov_violations", convergence.violations())
                        .put("lyapunov_kept", convergence.kept())
                        .put("certified_rate", convergence.rate()));
                return metrics;
            }
        }
        return metrics;
    }

    /** For a person; nothing where there are no such figures. */
    public static Optional<String> words(Metrics metrics) {
        OptionalDouble kappa = metrics.number("kappa");
        if (kappa.isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble rate = metrics.number("certified_rate");
        return Optional.of("the loss falls "
                + (rate.isPresent()
                        ? "at rate " + Numbers.plain(rate.getAsDouble()) + " at least"
                        : "to nothing at once")
                + " in every row, asked for was " + Numbers.plain(kappa.getAsDouble()) + ": "
                + share(metrics, "lyapunov_kept") + " of the rows keep the bound, "
                + share(metrics, "lyapunov_violations") + " of the grid points violate the condition");
    }

    private static String share(Metrics metrics, String name) {
        return Numbers.percent(metrics.number(name).orElse(Double.NaN));
    }
}
