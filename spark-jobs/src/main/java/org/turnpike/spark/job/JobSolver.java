package org.turnpike.spark.job;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
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
            StepRule rule =
                    steps.isPresent() ? new StepRule.Count(steps.getAsInt()) : new StepRule.Size(solver.number("step"));
            return new SolverSettings.FixedSteps(method, rule);
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

    GradientMethod gradient() {
        return GradientMethod.valueOf(job.text("gradient").toUpperCase(Locale.ROOT));
    }
}
