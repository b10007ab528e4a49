package org.turnpike.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.Opcode;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** Elementwise operations at all pairs of numbers that tend to be forgotten: zeros of both signs, infinities, NaN, extremes. */
final class SpecialNumbers {

    private static final double[] NUMBERS = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        -2.25,
        1e-30,
        -1e-30,
        1e30,
        30,
        -30,
        80,
        -80,
        100,
        -100,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    private SpecialNumbers() {}

    /** Arguments for which a back-end gives NaN. */
    interface Range {
        boolean contains(Opcode opcode, double argument);
    }

    /** One of the numbers, all of them in turn. */
    static double number(int index) {
        return NUMBERS[index % NUMBERS.length];
    }

    /** {@code opcode} of the inputs {@code a} and {@code b}, where it has two, as output {@code y}. */
    static Program program(Opcode opcode) {
        ProgramBuilder p = new ProgramBuilder();
        Value a = p.input("a", 1);
        Value b = p.input("b", 1);
        Value y = switch (opcode) {
            case NEGATE -> p.negate(a);
            case ABSOLUTE -> p.absolute(a);
            case SQUARE_ROOT -> p.squareRoot(a);
            case EXPONENTIAL -> p.exponential(a);
            case LOGARITHM -> p.logarithm(a);
            case SINE -> p.sine(a);
            case COSINE -> p.cosine(a);
            case TANH -> p.tanh(a);
            case SIGMOID -> p.sigmoid(a);
            case SOFTPLUS -> p.softplus(a);
            case STOP_GRADIENT -> p.stopGradient(a);
            case ADD -> p.add(a, b);
            case SUBTRACT -> p.subtract(a, b);
            case MULTIPLY -> p.multiply(a, b);
            case DIVIDE -> p.divide(a, b);
            case MAXIMUM -> p.maximum(a, b);
            case MINIMUM -> p.minimum(a, b);
            case GREATER -> p.greater(a, b);
            case SELECT -> p.select(a, b, p.constant(0.125, 1));
            default -> throw new IllegalArgumentException(opcode + " is not elementwise");
        };
        return p.output("y", y).build();
    }

    /** Where {@code backend} differs from the reference by more than {@code tolerance}, relative to at least 1. */
    static List<String> differences(
            Backend backend, Opcode opcode, double tolerance, DoubleUnaryOperator rounded, Range outOfRange) {
        int rows = backend.tileRows();
        ProgramRunner runner = new ProgramRunner(backend, program(opcode));
        ProgramRunner reference = new ProgramRunner(new ReferenceBackend(rows), program(opcode));
        List<String> differences = new ArrayList<>();
        int pairs = NUMBERS.length * NUMBERS.length;
        for (int start = 0; start < pairs; start += rows) {
            double[] a = new double[rows];
            double[] b = new double[rows];
            for (int lane = 0; lane < rows; lane++) {
                a[lane] = rounded.applyAsDouble(number((start + lane) / NUMBERS.length));
                b[lane] = rounded.applyAsDouble(number(start + lane));
            }
            double[] found = runner.run(Map.of("a", a, "b", b)).get("y");
            double[] expected = reference.run(Map.of("a", a, "b", b)).get("y");
            for (int lane = 0; lane < rows; lane++) {
                double wanted =
                        outOfRange.contains(opcode, a[lane]) ? Double.NaN : rounded.applyAsDouble(expected[lane]);
                if (!isClose(found[lane], wanted, tolerance)) {
                    differences.add(opcode + "(" + a[lane] + ", " + b[lane] + "): expected " + wanted + ", found "
                            + found[lane]);
                }
            }
        }
        return differences;
    }

    private static boolean isClose(double found, double wanted, double tolerance) {
        // The sign of a zero is not part of what programs mean.
        return found == wanted
                || (Double.isNaN(found) && Double.isNaN(wanted))
                || (!Double.isInfinite(wanted)
                        && Math.abs(found - wanted) <= tolerance * Math.max(1, Math.abs(wanted)));
    }
}
