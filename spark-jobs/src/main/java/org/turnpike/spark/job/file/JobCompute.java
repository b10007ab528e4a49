package org.turnpike.spark.job.file;

import java.util.Optional;
import java.util.OptionalInt;
import org.turnpike.execution.Backend;
import org.turnpike.execution.BackendUnavailable;
import org.turnpike.execution.Device;
import org.turnpike.execution.choice.Backends;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.batch.Compute;

/** What computes, by the keys {@code backend}, {@code threads} and the block {@code cluster} of a job file. */
public final class JobCompute {
    private static final int ROWS_OF_A_TILE = 64;
    private static final int MOST_SHARDS = 8;

    private final Settings job;

    public JobCompute(Settings job) {
        this.job = job;
    }

    /** On the CPU. @param cores that there are, for {@code threads = auto} */
    public Compute compute(int cores) {
        return compute(cores, Optional.empty());
    }

    /**
     * In a worker.
     *
     * @param cores that there are, for {@code threads = auto}
     * @param device that Spark has given to the worker; a back-end that computes on the CPU leaves it alone
     */
    public Compute compute(int cores, Optional<Device> device) {
        return new Compute(backend(device), job.optionalCount("threads").orElse(cores));
    }

    /**
     * Parts that the rows are dealt into. {@code auto} follows from the rows of a batch alone, so that results do not depend on
     * what computes: a part should fill a tile, since a tile costs the same however few of its rows are real.
     *
     * @param rows to train on
     * @param batch rows of a batch; empty for all
     */
    public int logicalShards(int rows, OptionalInt batch) {
        int together = Math.min(rows, batch.orElse(rows));
        int filled = (together + ROWS_OF_A_TILE - 1) / ROWS_OF_A_TILE;
        return job.block("cluster").optionalCount("logical-shards").orElse(Math.max(1, Math.min(MOST_SHARDS, filled)));
    }

    private Backend backend(Optional<Device> device) {
        try {
            return Backends.named(job.text("backend"), device);
        } catch (BackendUnavailable e) {
            // A device that is missing is the cluster's fault, and worth another attempt elsewhere.
            ExitCode code = device.isPresent() ? ExitCode.CLUSTER : ExitCode.USAGE;
            throw new UserError(code, e.expected(), e.found(), job.where("backend"), e.remedy()).causedBy(e);
        }
    }
}
