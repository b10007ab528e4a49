package org.turnpike.execution;

/** A back-end that is not there, or cannot run here. */
public final class BackendUnavailable extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final String found;
    private final String remedy;

    /**
     * @param expected to follow “expected”
     * @param found to follow “found”
     * @param remedy one or more whole sentences
     */
    public BackendUnavailable(String expected, String found, String remedy) {
        super("expected " + expected + ", found " + found + ". " + remedy);
        this.expected = expected;
        this.found = found;
        this.remedy = remedy;
    }

    public BackendUnavailable(String expected, String found, String remedy, Throwable cause) {
        this(expected, found, remedy);
        initCause(cause);
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }

    public String remedy() {
        return remedy;
    }
}
