package org.turnpike.program;

/** The shape of a value: per sample, or shared by the whole batch. */
public sealed interface Shape {

    /** {@code width} numbers for every sample. */
    record Rows(int width) implements Shape {
        public Rows {
            if (width < 1) {
                throw new IllegalArgumentException("A per-sample value needs a width of at least 1, found " + width);
            }
        }

        @Override
        public String toString() {
            return "rows(" + width + ")";
        }
    }

    /** One {@code rows × columns} matrix for the batch, stored row by row; a vector has one column. */
    record Shared(int rows, int columns) implements Shape {
        public Shared {
            if (rows < 1 || columns < 1) {
                throw new IllegalArgumentException(
                        "A shared value needs at least one row and one column, found " + rows + " × " + columns);
            }
        }

        /** Number of elements. */
        public int size() {
            return Math.multiplyExact(rows, columns);
        }

        @Override
        public String toString() {
            return "shared(" + rows + ", " + columns + ")";
        }
    }
}
