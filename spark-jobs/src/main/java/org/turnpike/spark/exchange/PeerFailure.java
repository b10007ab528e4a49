package org.turnpike.spark.exchange;

/** Another worker is gone, silent or has given up: not the first cause, but what those see who waited for it. */
public final class PeerFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int rank;
    private final Kind kind;

    /** What is known of the other worker. */
    public enum Kind {
        /** It ended, or said that it cannot go on: whatever the cause, it is known elsewhere. */
        GONE,
        /** It stands still, and its process with it or not. */
        STUCK
    }

    /**
     * @param rank of the worker that was waited for
     * @param message which worker, where, and what of it
     */
    public PeerFailure(int rank, Kind kind, String message) {
        super(message);
        this.rank = rank;
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public int rank() {
        return rank;
    }
}
