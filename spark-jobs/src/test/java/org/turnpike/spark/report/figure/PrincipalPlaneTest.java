package org.turnpike.spark.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {

    @Test
    void pointsOfAPlaneLieInIt() {
        Random random = new Random(7);
        double[] along = {0.6, 0, 0.8, 0};
        double[] across = {0, 1, 0, 0};
        List<double[]> points = IntStream.range(0, 200)
                .mapToObj(i -> sum(3 * random.nextGaussian(), along, random.nextGaussian(), across))
                .toList();
        PrincipalPlane plane = PrincipalPlane.of(points);
        assertThat(plane.share()).isCloseTo(1, within(1e-9));
        // which is not quite `along`: chance has correlated the two directions a little
        assertThat(Math.abs(dot(plane.axes()[0], along))).isGreaterThan(0.99);
        assertThat(dot(plane.axes()[0], plane.axes()[1])).isCloseTo(0, within(1e-9));
        double[] place = plane.project(points.get(3));
        double[] deviation = IntStream.range(0, 4)
                .mapToDouble(i -> points.get(3)[i] - plane.mean()[i])
                .toArray();
        assertThat(Math.hypot(place[0], place[1])).isCloseTo(Math.sqrt(dot(deviation, deviation)), within(1e-9));
    }

    @Test
    void pointsThatAreAllOneHaveAPlaneToo() {
        PrincipalPlane plane = PrincipalPlane.of(List.of(new double[3], new double[3]));
        assertThat(plane.project(new double[3])).containsExactly(0, 0);
        assertThat(Arrays.stream(plane.axes()).mapToDouble(axis -> dot(axis, axis)))
                .allSatisfy(norm -> assertThat(norm).isCloseTo(1, within(1e-12)));
    }

    private static double[] sum(double a, double[] x, double b, double[] y) {
        return IntStream.range(0, x.length)
                .mapToDouble(i -> a * x[i] + b * y[i])
                .toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}
