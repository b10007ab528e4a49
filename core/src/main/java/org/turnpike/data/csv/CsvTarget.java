package org.turnpike.data.csv;

import java.util.List;
import java.util.Optional;

/** Which columns a CSV file's targets stand in, referred to as {@link CsvColumns} says, and what they are. */
public sealed interface CsvTarget {
    /** The columns, none where there are no targets. */
    List<String> columns();

    /**
     * One column of class labels, whole numbers or names.
     *
     * @param classNames the classes of a trained model, in its order, where there is one: another label is then an error.
     *     Otherwise the classes are the labels found, numbers by size and names by their characters' codes, and there must be
     *     at least two.
     */
    record ClassColumn(String column, Optional<List<String>> classNames) implements CsvTarget {
        public ClassColumn {
            classNames = classNames.map(List::copyOf);
        }

        public ClassColumn(String column) {
            this(column, Optional.empty());
        }

        @Override
        public List<String> columns() {
            return List.of(column);
        }
    }

    /** Columns of numbers to regress on, at least one. */
    record ValueColumns(List<String> columns) implements CsvTarget {
        public ValueColumns {
            columns = List.copyOf(columns);
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("expected at least one target column, found none");
            }
        }
    }

    /** Rows to predict. */
    record None() implements CsvTarget {
        @Override
        public List<String> columns() {
            return List.of();
        }
    }
}
