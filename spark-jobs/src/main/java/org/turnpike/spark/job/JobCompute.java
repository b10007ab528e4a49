package org.turnpike.spark.job;

import java.util.OptionalInt;
import org.turnpike.execution.Backend;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.Compute;

/** What computes, by the keys {@code backend}, {@code threads} and the block {@code cluster} of a job file. */
final class JobCompute {
    private static final int ROWS_OF_A_TILE = 64;
    private static final int MOST_SHARDS = 8;

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

    /**
     * Parts that the rows are dealt into. {@code auto} follows from the rows of a batch alone, so that results do not depend on
     * what computes: a part should fill a tile, since a tile costs the same however few of its rows are real.
     *
     * @param rows to train on
     * @param batch rows of a batch; empty for all
     */
    int logicalShards(int rows, OptionalInt batch) {
        int together = Math.min(rows, batch.orElse(rows));
        int filled = (together + ROWS_OF_A_TILE - 1) / ROWS_OF_A_TILE;
        return job.block("cluster").optionalCount("logical-shards").orElse(Math.max(1, Math.min(MOST_SHARDS, filled)));
    }

    private Backend backend() {
        return job.text("backend").equals("reference") ? new ReferenceBackend() : VectorBackend.create();
    }
}
