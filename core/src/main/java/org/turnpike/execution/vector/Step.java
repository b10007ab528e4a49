package org.turnpike.execution.vector;

import java.util.List;

/** One step of a lowered program. */
sealed interface Step {

    /** Places read and written. */
    List<Place> places();

    /** How many of the places at the end of {@link #places} are written. */
    int written();

    /** The same step with other places. */
    Step at(List<Place> places);

    /**
     * Runs a generated kernel; its arguments are the positions of the places, then {@code sizes}.
     *
     * @param table of a kernel with a window, shared by all that have this window; else empty
     */
    record Run(KernelShape shape, List<Place> places, int written, List<Integer> sizes, int[] table) implements Step {

        private static final int[] NO_TABLE = {};

        Run(KernelShape shape, List<Place> places, int written, List<Integer> sizes) {
            this(shape, places, written, sizes, NO_TABLE);
        }

        public Run {
            places = List.copyOf(places);
            sizes = List.copyOf(sizes);
        }

        @Override
        public Step at(List<Place> others) {
            return new Run(shape, others, written, sizes, table);
        }
    }

    /** Copies {@code width} rows. */
    record Copy(int width, Place from, Place to) implements Step {
        @Override
        public List<Place> places() {
            return List.of(from, to);
        }

        @Override
        public int written() {
            return 1;
        }

        @Override
        public Step at(List<Place> others) {
            return new Copy(width, others.get(0), others.get(1));
        }
    }

    /** Sets {@code width} rows to a number. */
    record Fill(int width, float value, Place to) implements Step {
        @Override
        public List<Place> places() {
            return List.of(to);
        }

        @Override
        public int written() {
            return 1;
        }

        @Override
        public Step at(List<Place> others) {
            return new Fill(width, value, others.get(0));
        }
    }
}
