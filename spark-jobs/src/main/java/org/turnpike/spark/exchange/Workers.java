package org.turnpike.spark.exchange;

import java.io.Serializable;
import java.util.List;

/** The workers that train: one in local mode, one on each executor of a cluster. For one calling thread. */
public interface Workers extends AutoCloseable {

    /**
     * Runs {@code work} in every worker at once, and waits for all of them.
     *
     * @return the results by rank
     * @throws WorkersLost where workers were lost or gave no sign of life: worth another try
     * @throws Exception what the work threw, itself and not wrapped; of several, the first real cause
     */
    <R> List<R> run(Work<R> work) throws Exception;

    /**
     * Gives all workers a value that only some of them may ask for.
     *
     * @param value serialisable, where workers are not in the driver's JVM
     */
    <T extends Serializable> Shared<T> share(T value);

    /** Who hears what worker 0 reports by {@link Seat#driver}; the last to ask. */
    void listen(ReportListener listener);

    @Override
    void close();

    /** Hears a worker's reports, on a thread of Spark's: it must be quick. */
    @FunctionalInterface
    interface ReportListener {
        /** @param report as the worker wrote it */
        DriverLine.Wish told(byte[] report);
    }

    /** A value of the driver's that a worker can have. It travels as a name; the value comes when it is asked for. */
    interface Shared<T> extends Serializable, AutoCloseable {
        T value();

        /** From now on no worker may ask. */
        @Override
        void close();
    }
}
