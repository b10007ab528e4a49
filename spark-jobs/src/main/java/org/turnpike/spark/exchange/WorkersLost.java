package org.turnpike.spark.exchange;

/** Workers were lost, or did not answer: nothing is wrong with the work, which can be done again. */
public final class WorkersLost extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message who, where and what of it */
    public WorkersLost(String message, Throwable cause) {
        super(message, cause);
    }
}
