package org.turnpike.spark.exchange;

import org.turnpike.training.exchange.ExchangeFactory;

/** The workers that train together, as one of them sees them. */
public interface Peers extends AutoCloseable {

    /** By which their sums come together. */
    ExchangeFactory exchanges();

    /** Says that this worker wants to end. The wish travels with its next update, so that all hear of it in the same iteration. */
    void callOff();

    /** Whether any worker wants to end; the same to all of them between two updates. */
    boolean isCalledOff();

    /** Whether nobody is known to be gone. */
    boolean isComplete();

    /** What to do, on a thread of its own, when one of them is gone. */
    void whenIncomplete(Runnable action);

    /**
     * Tells the others, who then fail as well, that this worker cannot go on, and why.
     *
     * @param cause what they will say
     */
    void leave(Throwable cause);

    /** Ends the connections, after work that is done. */
    @Override
    void close();

    /** Nobody but this worker; equal to any other such. */
    static Peers none() {
        return new NoPeers();
    }
}
