package org.turnpike.spark.job;

import java.util.OptionalInt;
import org.turnpike.execution.Backend;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.Compute;

/** What computes, by the keys {@code backend}, {@code threads} and the block {@code cluster} of a job file. */
final class JobCompute {
    private final Settings job;

    /** @throws UserError where more than one worker is asked for */
    JobCompute(Settings job) {
        this.job = job;
        OptionalInt workers = job.block("cluster").optionalCount("workers");
        if (workers.orElse(1) != 1) {
            throw job.block("cluster")
                    .error(
                            "workers",
                            "auto or 1",
                            "This release trains with one worker, on all cores of one machine; threads sets how many.");
        }
    }

    /** @param cores that there are, for {@code threads = auto} */
    Compute compute(int cores) {
        return new Compute(backend(), job.optionalCount("threads").orElse(cores));
    }

    int logicalShards() {
        return job.block("cluster").count("logical-shards");
    }

    private Backend backend() {
        return job.text("backend").equals("reference") ? new ReferenceBackend() : VectorBackend.create();
    }
}
