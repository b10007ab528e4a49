package org.turnpike.solver;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Field;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** A differential equation whose solution is known. */
record KnownProblem(String name, Field field, double[] parameters, DoubleFunction<double[]> solution) {

    static KnownProblem constant() {
        double a = 0.2;
        double b = 3;
        Field field = field(1, p -> {
            Value line = p.add(p.scale(a, p.input("t", 1)), p.constant(b, 1));
            Value gap = p.subtract(p.input("z", 1), line);
            return p.add(p.constant(a, 1), p.multiply(gap, p.square(p.square(gap))));
        });
        return new KnownProblem("constant", field, new double[0], t -> new double[] {a * t + b});
    }

    static KnownProblem sine() {
        Field field = field(1, p -> {
            Value t = p.input("t", 1);
            Value square = p.square(t);
            Value slope = p.divide(p.scale(2, p.input("z", 1)), t);
            Value wave = p.multiply(p.square(square), p.sine(p.scale(2, t)));
            return p.add(p.add(slope, wave), p.subtract(p.scale(4, p.multiply(t, square)), square));
        });
        return new KnownProblem("sine", field, new double[0], t -> new double[] {
            -0.5 * Math.pow(t, 4) * Math.cos(2 * t)
                    + 0.5 * Math.pow(t, 3) * Math.sin(2 * t)
                    + 0.25 * t * t * Math.cos(2 * t)
                    - Math.pow(t, 3)
                    + 2 * Math.pow(t, 4)
                    + (Math.PI - 0.25) * t * t
        });
    }

    /** {@code y′ = (U − Uᵀ) y}, a rotation in ten dimensions. */
    static KnownProblem linear() {
        int size = 10;
        Random random = new Random(7);
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                matrix[i][j] = 0.1 * Math.sqrt(2) * random.nextGaussian();
                matrix[j][i] = -matrix[i][j];
            }
        }
        double[] flat = new double[size * size];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = matrix[i / size][i % size];
        }
        return new KnownProblem("linear", linearField(size), flat, t -> exponentialTimesOnes(matrix, t));
    }

    static Field linearField(int size) {
        return field(size, p -> p.linear(p.parameter("A", size, size), p.input("z", size)));
    }

    static Field field(int width, Function<ProgramBuilder, Value> derivative) {
        ProgramBuilder p = new ProgramBuilder();
        p.input("z", width);
        return new Field(p.output("dz", derivative.apply(p)).build());
    }

    TrajectorySolver solver(SolverSettings settings) {
        return solver(settings, 2);
    }

    TrajectorySolver solver(SolverSettings settings, int tileRows) {
        ReferenceBackend backend = new ReferenceBackend(tileRows);
        ParameterLayout layout =
                new ParameterLayout.Builder().add(field.program()).build();
        Parameters values = backend.newParameters(layout);
        values.set(parameters);
        return new TrajectorySolver(backend, values, field, settings);
    }

    @Override
    public String toString() {
        return name;
    }

    /** {@code e^{At} 1} by the exponential series of {@code A t / 2^k}, applied 2^k times. */
    private static double[] exponentialTimesOnes(double[][] matrix, double t) {
        int parts = 64;
        double[] y = new double[matrix.length];
        Arrays.fill(y, 1);
        UnaryOperator<double[]> times = x -> {
            double[] product = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    product[i] += matrix[i][j] * x[j];
                }
            }
            return product;
        };
        for (int part = 0; part < parts; part++) {
            double[] term = y.clone();
            for (int n = 1; n < 20; n++) {
                term = times.apply(term);
                for (int i = 0; i < term.length; i++) {
                    term[i] *= t / parts / n;
                    y[i] += term[i];
                }
            }
        }
        return y;
    }
}
