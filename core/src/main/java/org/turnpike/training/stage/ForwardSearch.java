package org.turnpike.training.stage;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;

/**
 * The stage {@code forward-search}: from where a pre-trained model's time ends, t_f grows by γ until the terminal loss is ε at
 * the most, with an update of the weights after each increment (DEEP Algorithm 2, lines 6 to 10).
 *
 * <p>Increments are counted: t_f is start + kγ, never a sum of γ's. The model with the lowest terminal loss is kept, which is
 * that of the end where the search succeeds.
 *
 * @param objective that updates minimise
 * @param judge the terminal loss alone
 * @param terminalTime where the search starts, which is the lower bound too, and how far it may go
 * @param increment γ, above 0
 * @param threshold ε, at least 0
 * @param epochsPerIncrement passes over the rows after each increment
 * @param optimizers whether they remember, after an increment, what they knew before it
 */
public record ForwardSearch(
        TrainingSettings settings,
        Objective objective,
        Objective judge,
        TerminalTime terminalTime,
        double increment,
        double threshold,
        int epochsPerIncrement,
        Memory optimizers)
        implements Stage {

    /** Rounding of start + kγ that still counts as within the upper bound, in parts of γ. */
    private static final double ROUNDING = 1e-6;

    public ForwardSearch {
        if (!(increment > 0 && Double.isFinite(increment))) {
            throw new IllegalArgumentException(
                    "The increment γ of the terminal time must be a finite number above 0, found " + increment
                            + "; the solver's step is a good one.");
        }
        if (!(threshold >= 0 && Double.isFinite(threshold))) {
            throw new IllegalArgumentException(
                    "The threshold ε of the terminal loss must be a finite number of at least 0," + " found "
                            + threshold + "; 0.01 is the paper's.");
        }
        if (epochsPerIncrement < 1) {
            throw new IllegalArgumentException(
                    "There must be at least 1 update after an increment, found " + epochsPerIncrement + ".");
        }
    }

    @Override
    public String name() {
        return "forward-search";
    }

    @Override
    public Objective objective(NeuralOde model) {
        return objective;
    }

    @Override
    public Optional<Objective> judgedBy(NeuralOde model) {
        return Optional.of(judge);
    }

    /** The pre-trained model may be good enough as it is. */
    @Override
    public Optional<Directive> atStart(Supplier<EpochReport.Validation> judged, TerminalTime current) {
        return Optional.of(next(judged.get().loss(), current, 0));
    }

    @Override
    public Directive afterEpoch(EpochReport report, Optional<EpochReport.Validation> judged, TerminalTime current) {
        int done = report.epoch() + 1;
        double loss = judged.map(EpochReport.Validation::loss).orElse(Double.NaN);
        if (loss <= threshold || done % epochsPerIncrement == 0) {
            return next(loss, current, done / epochsPerIncrement);
        }
        return done == settings.epochs() ? outOfReach("in " + done + " epochs") : new Directive.Proceed();
    }

    /** @param increments that are done */
    private Directive next(double loss, TerminalTime current, int increments) {
        if (loss <= threshold) {
            return new Directive.Finish(String.format(
                    Locale.ROOT,
                    "terminal loss %.4g at t_f = %.6g, which is within %.4g",
                    loss,
                    current.value(),
                    threshold));
        }
        double later = current.lower() + (increments + 1) * increment;
        if (later > current.upper() + ROUNDING * increment) {
            return outOfReach(String.format(Locale.ROOT, "up to t_f = %.6g", current.upper()));
        }
        if ((long) increments * epochsPerIncrement >= settings.epochs()) {
            return outOfReach("in " + settings.epochs() + " epochs");
        }
        return new Directive.MoveTerminalTime(current.withValue(later), optimizers);
    }

    private Directive outOfReach(String where) {
        return new Directive.Finish(String.format(
                Locale.ROOT,
                "a terminal loss of %.4g is out of reach %s; kept the model with the lowest",
                threshold,
                where));
    }
}
