package org.turnpike.spark.job.training;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.turnpike.spark.exchange.WorkersLost;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

/**
 * Tries again what failed because workers were lost.
 *
 * @param most after the first attempt
 * @param say tells the user what is tried again, and why
 */
record Retries(int most, Consumer<String> say) {

    /**
     * @param where training is, in words
     * @throws UserError where workers were lost in every attempt
     */
    <R> R run(String where, Callable<R> work) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                return work.call();
            } catch (WorkersLost lost) {
                if (attempt == most) {
                    throw new UserError(
                                    ExitCode.CLUSTER,
                                    "workers that last for a segment, in " + (most + 1) + " attempts",
                                    lost.getMessage(),
                                    "training from " + where,
                                    "What was written before is kept; the same command goes on from the last"
                                            + " checkpoint. cluster.segment-retries sets the attempts.")
                            .causedBy(lost);
                }
                say.accept("turnpike: " + lost.getMessage() + "; going on from " + where + " (retry " + (attempt + 1)
                        + " of " + most + ")");
            }
        }
    }
}
