package org.turnpike.spark.failure;

/** How a command ended, as the process's exit code; schedulers decide by it whether a retry is worth it. */
public enum ExitCode {
    DONE(0),
    /** A fault of Turnpike's own: an exception that nobody foresaw. */
    INTERNAL(1),
    /** Wrong usage or configuration: the same command will fail again. */
    USAGE(2),
    /** The data are missing, unreadable or not what they should be. */
    DATA(3),
    /** Training diverged; the last good model is kept. */
    DIVERGED(4),
    /** The cluster or the storage failed; worth a retry. */
    CLUSTER(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
