package org.turnpike.model;

/**
 * A model file that cannot be used: what was expected, what was found, where, and what the user can do about it.
 *
 * <p>A failure to read bytes at all is an {@link java.io.IOException} and no fault of the file.
 */
public final class ModelError extends RuntimeException {

    /**
     * @param where the file, and the place in it
     * @param expected to follow the word "expected"
     * @param found to follow the word "found"
     * @param remedy one or more whole sentences
     */
    public ModelError(String where, String expected, String found, String remedy) {
        super(where + ": expected " + expected + ", found " + found + ". " + remedy);
    }
}
