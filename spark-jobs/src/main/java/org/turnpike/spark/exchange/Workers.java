package org.turnpike.spark.exchange;

import java.io.Serializable;
import java.util.List;

/** The workers that train: one in local mode, one on each executor of a cluster. For one calling thread. */
public interface Workers {

    /**
     * Runs {@code work} in every worker at once, and waits for all of them.
     *
     * @return the results by rank
     * @throws Exception what the work threw, itself and not wrapped; of several, the first real cause
     */
    <R> List<R> run(Work<R> work) throws Exception;

    /**
     * Gives all workers a value that only some of them may ask for.
     *
     * @param value serialisable, where workers are not in the driver's JVM
     */
    <T extends Serializable> Shared<T> share(T value);

    /** A value of the driver's that a worker can have. It travels as a name; the value comes when it is asked for. */
    interface Shared<T> extends Serializable, AutoCloseable {
        T value();

        /** From now on no worker may ask. */
        @Override
        void close();
    }
}
