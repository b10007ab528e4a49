package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;

/** Compares derivatives that programs compute with differences of what the program below them computes. */
final class DerivativeChecks {

    /** The best step of a central difference in double precision is about the cube root of its rounding unit. */
    private static final double STEP = 1e-5;

    private static final double TOLERANCE = 1e-6;

    private final ReferenceBackend backend;
    private final Random random;
    private final String label;

    /** @param label says in a failure which case and seed it was */
    DerivativeChecks(int samples, Random random, String label) {
        this.backend = new ReferenceBackend(samples);
        this.random = random;
        this.label = label;
    }

    /** Random numbers in (−1, 1) for all that {@code program} reads. */
    Map<String, double[]> arguments(Program program) {
        return ProgramRunner.randomArguments(program, backend.tileRows(), random, -1, 1);
    }

    /** Differentiates {@code program} by {@code with}, checks the result, and returns it. */
    Program checked(Mode mode, Program program, List<String> with, int level) {
        Program derivative = mode.differentiate(program, with, level);
        Map<String, double[]> arguments = arguments(program);
        if (mode == Mode.FORWARD) {
            checkForward(program, derivative, with, level, arguments);
        } else {
            checkReverse(program, derivative, with, level, arguments);
        }
        return derivative;
    }

    private void checkForward(
            Program program, Program derivative, List<String> with, int level, Map<String, double[]> arguments) {
        Map<String, double[]> direction = new HashMap<>();
        Map<String, double[]> all = new HashMap<>(arguments);
        for (String leaf : with) {
            double[] step = random(arguments.get(leaf).length);
            direction.put(leaf, step);
            all.put(Mode.direction(leaf, level), step);
        }
        Map<String, double[]> expected = differences(new ProgramRunner(backend, program), arguments, direction);
        Map<String, double[]> found = ProgramRunner.run(backend, derivative, all);
        expected.forEach((output, rates) -> assertClose(
                found.getOrDefault(Mode.rate(output, level), new double[rates.length]), rates, output, derivative));
    }

    private void checkReverse(
            Program program, Program derivative, List<String> with, int level, Map<String, double[]> arguments) {
        ProgramRunner runner = new ProgramRunner(backend, program);
        Map<String, double[]> weights = new HashMap<>();
        Map<String, double[]> all = new HashMap<>(arguments);
        runner.run(arguments).forEach((output, values) -> {
            double[] weight = random(values.length);
            weights.put(output, weight);
            all.put(Mode.weight(output, level), weight);
        });
        Map<String, double[]> found = ProgramRunner.run(backend, derivative, all);
        for (String leaf : with) {
            int length = arguments.get(leaf).length;
            double[] expected = new double[length];
            for (int i = 0; i < length; i++) {
                double[] unit = new double[length];
                unit[i] = 1;
                Map<String, double[]> rates = differences(runner, arguments, Map.of(leaf, unit));
                for (Map.Entry<String, double[]> weight : weights.entrySet()) {
                    expected[i] += dot(weight.getValue(), rates.get(weight.getKey()));
                }
            }
            assertClose(found.getOrDefault(Mode.gradient(leaf, level), new double[length]), expected, leaf, derivative);
        }
    }

    /** Rate of change of every output along {@code direction}, by central differences. */
    private Map<String, double[]> differences(
            ProgramRunner runner, Map<String, double[]> arguments, Map<String, double[]> direction) {
        Map<String, double[]> after = runner.run(moved(arguments, direction, STEP));
        Map<String, double[]> before = runner.run(moved(arguments, direction, -STEP));
        Map<String, double[]> rates = new HashMap<>();
        after.forEach((output, values) -> {
            double[] rate = new double[values.length];
            for (int i = 0; i < rate.length; i++) {
                rate[i] = (values[i] - before.get(output)[i]) / (2 * STEP);
            }
            rates.put(output, rate);
        });
        return rates;
    }

    private double[] random(int length) {
        return random.doubles(length, -1, 1).toArray();
    }

    private void assertClose(double[] found, double[] expected, String name, Program derivative) {
        assertThat(found).as("%s: %s of%n%s", label, name, derivative).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i])
                    .as("%s: %s[%d] of%n%s", label, name, i, derivative)
                    .isCloseTo(expected[i], within(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
        }
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static Map<String, double[]> moved(
            Map<String, double[]> arguments, Map<String, double[]> direction, double step) {
        Map<String, double[]> moved = new HashMap<>(arguments);
        direction.forEach((name, v) -> {
            double[] x = arguments.get(name).clone();
            for (int i = 0; i < x.length; i++) {
                x[i] += step * v[i];
            }
            moved.put(name, x);
        });
        return moved;
    }
}
