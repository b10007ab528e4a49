package org.turnpike.spark.cluster;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.resource.ResourceInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turnpike.execution.Device;
import org.turnpike.spark.exchange.DriverObjects;
import org.turnpike.spark.exchange.Outcome;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.exchange.Work;
import org.turnpike.spark.exchange.wire.Group;
import org.turnpike.spark.exchange.wire.Patience;

/**
 * One worker's barrier task: takes its seat among the others, works, and tells the others and the driver if it fails.
 *
 * @param port to listen at; 0 for any
 */
record WorkerTask<R>(Work<R> work, String run, int attempt, int port, double executorSeconds, Patience patience)
        implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerTask.class);
    private static final String GPU = "gpu";

    /** A worker's result, with its rank. */
    record Ranked<R>(int rank, Outcome<R> outcome) implements Serializable {}

    Ranked<R> perform() throws InterruptedException {
        BarrierTaskContext context = BarrierTaskContext.get();
        DriverDesk desk = new DriverDesk(run, executorSeconds);
        String executor = SparkEnv.get().executorId();
        int rank = context.partitionId();
        Group group = null;
        try {
            Office office = Office.of(run, desk, port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
            String[] answer =
                    desk.arrive(attempt, context.partitionId(), executor, office.address(), office.holds(work.holds()));
            group = office.seated(answer, patience);
            rank = group.membership().rank();
            return new Ranked<>(rank, new Outcome.Done<>(work.run(seat(context, desk, group, rank))));
        } catch (Group.Interrupted | InterruptedException e) {
            leave(group, new InterruptedException("its task was cancelled"));
            throw new InterruptedException("the worker was interrupted");
        } catch (Throwable e) {
            Outcome.Failed<R> failed = Outcome.failed(e);
            leave(group, e);
            desk.failed(attempt, rank, executor, DriverObjects.bytes(failed.thrown()));
            return new Ranked<>(rank, failed);
        }
    }

    private Seat seat(BarrierTaskContext context, DriverDesk desk, Group group, int rank) {
        Optional<Device> device = device(context.resourcesJMap());
        device.ifPresent(given -> LOG.info("Worker {} has {}.", rank, given));
        return new Seat(
                rank,
                group.membership().workers(),
                context.cpus(),
                device,
                group,
                rank == 0 ? Optional.of(desk) : Optional.empty());
    }

    static Optional<Device> device(Map<String, ResourceInformation> resources) {
        ResourceInformation gpu = resources.get(GPU);
        return gpu == null
                ? Optional.empty()
                : Arrays.stream(gpu.addresses()).findFirst().map(address -> new Device(GPU, address));
    }

    private static void leave(Group group, Throwable cause) {
        if (group != null) {
            group.leave(cause);
        }
    }
}
