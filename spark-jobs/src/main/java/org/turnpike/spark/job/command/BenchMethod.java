package org.turnpike.spark.job.command;

import java.util.ArrayList;
import java.util.List;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.StageKinds;
import org.turnpike.spark.job.file.Suggestion;

/**
 * A method that {@code bench} times: a stage, or {@code convergence-rate}, which is two of them (DEEP Algorithm 2).
 *
 * @param stages in order; the number of iterations is that of the first one
 */
record BenchMethod(String name, List<String> stages) {
    private static final String CONVERGENCE_RATE = "convergence-rate";

    static List<String> names() {
        List<String> names = new ArrayList<>(StageKinds.names());
        names.add(CONVERGENCE_RATE);
        return names;
    }

    static BenchMethod named(String name) {
        if (!names().contains(name)) {
            throw new UserError(
                    ExitCode.USAGE,
                    "one of the methods " + String.join(", ", names()),
                    "'" + name + "'",
                    "--method",
                    Suggestion.among(names(), name));
        }
        return new BenchMethod(
                name, name.equals(CONVERGENCE_RATE) ? List.of("lyapunov-pretrain", "forward-search") : List.of(name));
    }

    /** As settings of a job. */
    List<String> overrides(String iterations) {
        // Full batches: an epoch is an iteration.
        return List.of("stages=[" + String.join(",", stages) + "]", stages.get(0) + ".epochs=" + iterations);
    }
}
