package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.StochasticMethod;
import org.turnpike.solver.Tableau;
import org.turnpike.solver.Tableaux;
import org.turnpike.spark.failure.UserError;

/** The block {@code solver} of a job file, and the key {@code gradient}. */
final class JobSolver {
    private final Settings job;
    private final Settings solver;

    JobSolver(Settings job) {
        this.job = job;
        this.solver = job.block("solver");
    }

    /** @throws UserError where settings contradict each other */
    SolverSettings settings() {
        Optional<StochasticMethod> scheme = stochastic();
        if (scheme.isPresent()) {
            return stochastic(scheme.get());
        }
        Tableau method = Tableaux.named(solver.text("method"));
        OptionalDouble rtol = solver.optionalNumber("rtol");
        OptionalDouble atol = solver.optionalNumber("atol");
        OptionalInt steps = solver.optionalCount("steps");
        if (rtol.isPresent() != atol.isPresent()) {
            throw solver.error(
                    rtol.isPresent() ? "atol" : "rtol",
                    "a tolerance beside the other one",
                    "Adaptive steps need solver.rtol and solver.atol, fixed steps neither.");
        }
        if (rtol.isEmpty()) {
            return new SolverSettings.FixedSteps(method, rule());
        }
        if (!method.isEmbedded()) {
            throw solver.error(
                    "method",
                    "a method with an error estimate beside solver.rtol",
                    "Choose one of " + String.join(", ", Tableaux.embeddedNames())
                            + ", or leave out the tolerances for fixed steps.");
        }
        if (steps.isPresent()) {
            throw solver.error(
                    "steps", "none beside solver.rtol", "Adaptive steps choose their own number: keep one of the two.");
        }
        return job.made(
                "solver",
                () -> new SolverSettings.Adaptive(
                        method,
                        rtol.getAsDouble(),
                        atol.getAsDouble(),
                        solver.count("max-steps"),
                        solver.optionalNumber("first-step")));
    }

    /**
     * Checks what the solver and the field ask of each other.
     *
     * @throws UserError where a field with noise meets a solver without, or the other way round
     */
    static void requireFit(Settings job, SolverSettings settings) {
        boolean noisy = job.block("model").text("field").equals("stochastic");
        if (noisy != settings instanceof SolverSettings.Stochastic) {
            String stochastic = String.join(" or ", stochasticMethods());
            throw job.block("solver")
                    .error(
                            "method",
                            noisy
                                    ? stochastic + " with model.field = stochastic"
                                    : "a method without noise with model.field = "
                                            + job.block("model").text("field"),
                            noisy
                                    ? "Choose one of the two; solver.step sets their step."
                                    : "Choose another method, or model.field = stochastic.");
        }
    }

    /** Every name that {@code solver.method} may have. */
    static List<String> methods() {
        return Stream.concat(Tableaux.names().stream(), stochasticMethods().stream())
                .toList();
    }

    private static List<String> stochasticMethods() {
        return Stream.of(StochasticMethod.values()).map(StochasticMethod::text).toList();
    }

    private Optional<StochasticMethod> stochastic() {
        return Stream.of(StochasticMethod.values())
                .filter(each -> each.text().equals(solver.text("method")))
                .findFirst();
    }

    private SolverSettings stochastic(StochasticMethod scheme) {
        for (String tolerance : List.of("rtol", "atol")) {
            if (solver.optionalNumber(tolerance).isPresent()) {
                throw solver.error(
                        tolerance,
                        "none with solver.method = " + scheme.text(),
                        "A Brownian path belongs to fixed steps: set solver.step or solver.steps.");
            }
        }
        if (gradient() != GradientMethod.DISCRETE) {
            throw job.error(
                    "gradient",
                    "discrete with solver.method = " + scheme.text(),
                    "The others solve in reverse, which noise does not.");
        }
        return new SolverSettings.Stochastic(scheme, rule(), solver.count("paths"));
    }

    private StepRule rule() {
        OptionalInt steps = solver.optionalCount("steps");
        return steps.isPresent() ? new StepRule.Count(steps.getAsInt()) : new StepRule.Size(solver.number("step"));
    }

    GradientMethod gradient() {
        return GradientMethod.valueOf(job.text("gradient").toUpperCase(Locale.ROOT));
    }
}
