package org.turnpike.spark.source;

import java.util.List;

/** Where rows come from, and in which form; {@link SourceGuess} finds it. */
public sealed interface Source {

    /** As the user wrote it. */
    String text();

    /** What it is, for people. */
    String form();

    /** A made-up problem such as {@code moons?n=512}. */
    record Generated(String text) implements Source {
        @Override
        public String form() {
            return "a generator";
        }
    }

    /** Text in columns, in one file that a process reads by itself. */
    record Csv(String text, String location) implements Source {
        @Override
        public String form() {
            return "a CSV file";
        }
    }

    /** Images, with their labels in the file beside. */
    record Idx(String text, String location) implements Source {
        @Override
        public String form() {
            return "IDX images";
        }
    }

    /**
     * Rows that Spark reads: any number of files, or a table that it knows.
     *
     * @param location a path of a file, of a directory or with wildcards; of a table, its name
     * @param bytes as stored; 0 where nobody knows
     */
    record Spread(String text, String location, DataFormat format, long bytes) implements Source {
        @Override
        public String form() {
            return format.words();
        }
    }

    /** Whether its columns can be chosen by name. */
    default boolean hasColumns() {
        return this instanceof Csv
                || (this instanceof Spread spread
                        && !List.of(DataFormat.LIBSVM, DataFormat.IMAGES).contains(spread.format()));
    }
}
