package org.turnpike.spark.failure;

import java.util.Objects;

/**
 * Something that the person who started the job can put right. It says what was expected, what was found, where, and the
 * remedy; the command line prints exactly that, without a stack trace, and ends with {@link #exitCode()}.
 *
 * <p>It travels from a task to the driver, hence only strings.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;
    private final String expected;
    private final String found;
    private final String where;
    private final String remedy;

    /**
     * @param expected what should have been there, to stand after “expected”
     * @param found what was there, to stand after “found”
     * @param where file and line, path, option or worker
     * @param remedy one or more whole sentences
     */
    public UserError(ExitCode exitCode, String expected, String found, String where, String remedy) {
        super(where + ": expected " + expected + ", found " + found + ". " + remedy);
        this.exitCode = Objects.requireNonNull(exitCode);
        this.expected = expected;
        this.found = found;
        this.where = where;
        this.remedy = remedy;
    }

    /** The same error with the exception that revealed it, which {@code --debug} shows. */
    public UserError causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }

    public String where() {
        return where;
    }

    public String remedy() {
        return remedy;
    }
}
