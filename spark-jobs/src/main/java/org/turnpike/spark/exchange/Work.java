package org.turnpike.spark.exchange;

import java.io.Serializable;

/**
 * What a worker does. It travels to the worker, and its result travels back, by Java serialisation: capture data, not
 * threads or contexts.
 *
 * @param <R> the result, serialisable
 */
@FunctionalInterface
public interface Work<R> extends Serializable {
    R run(Seat seat) throws Exception;

    /**
     * What this JVM holds that the work would go on with, by a name that is the same in all workers of a set; empty for
     * nothing. Where all hold the same, their seats and connections stay as they are.
     */
    default String holds() {
        return "";
    }

    /** What Spark's pages call the job that does it. */
    default String description() {
        return "Turnpike";
    }
}
