package org.turnpike.spark.checkpoint;

/** A file that does not hold what was written into it: cut short, changed, or none of ours. */
final class DamagedFile extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param expected to follow the word "expected"
     * @param found to follow the word "found"
     */
    DamagedFile(String expected, String found) {
        super("expected " + expected + ", found " + found);
    }
}
