package org.turnpike.spark.report.figure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How states of any width are shown in a plane: those of width 1 over time, those of width 2 as they are, others in the plane
 * in which they lie farthest apart.
 */
sealed interface StatePlane {

    /** Multiplications that finding a plane may take. */
    long MOST_PRODUCTS = 300_000_000;

    /** What the horizontal and the vertical axis show. */
    List<String> axes();

    /** Where a state lies. */
    double[] place(double[] state, double time);

    /** @param paths {@code [sample][time][n]} */
    static StatePlane of(double[][][] paths) {
        int width = paths[0][0].length;
        if (width == 1) {
            return new OverTime();
        }
        if (width == 2) {
            return new AsTheyAre();
        }
        List<double[]> finite = Arrays.stream(paths)
                .flatMap(Arrays::stream)
                .filter(state -> Arrays.stream(state).allMatch(Double::isFinite))
                .toList();
        return new Projected(PrincipalPlane.of(finite.isEmpty() ? List.of(new double[width]) : some(finite, width)));
    }

    /** Evenly chosen, as many as their covariance can be summed of in half a second. */
    private static List<double[]> some(List<double[]> states, int width) {
        long most = Math.max(100, MOST_PRODUCTS / ((long) width * width));
        long stride = (states.size() + most - 1) / most;
        return IntStream.range(0, states.size())
                .filter(i -> i % stride == 0)
                .mapToObj(states::get)
                .toList();
    }

    /** States of width 1. */
    record OverTime() implements StatePlane {
        @Override
        public List<String> axes() {
            return List.of("t", "z");
        }

        @Override
        public double[] place(double[] state, double time) {
            return new double[] {time, state[0]};
        }
    }

    /** States of width 2. */
    record AsTheyAre() implements StatePlane {
        @Override
        public List<String> axes() {
            return List.of("z₁", "z₂");
        }

        @Override
        public double[] place(double[] state, double time) {
            return state;
        }
    }

    /** States of more dimensions. */
    record Projected(PrincipalPlane plane) implements StatePlane {
        @Override
        public List<String> axes() {
            return List.of("first principal component of z", "second");
        }

        @Override
        public double[] place(double[] state, double time) {
            return plane.project(state);
        }
    }
}
