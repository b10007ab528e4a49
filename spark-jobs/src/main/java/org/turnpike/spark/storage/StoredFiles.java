package org.turnpike.spark.storage;

import java.util.List;

/**
 * The files of data at a location: the file itself, those in a directory and below it, or those that a pattern with wildcards
 * matches. Files and directories whose names begin with {@code _} or {@code .} are none: writers leave their marks there.
 *
 * @param names whole paths, ascending; of very many the first
 * @param bytes of those files together
 */
public record StoredFiles(Kind kind, List<String> names, long bytes) {

    /** What a location is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        PATTERN,
        NOTHING
    }

    public StoredFiles {
        names = List.copyOf(names);
    }
}
