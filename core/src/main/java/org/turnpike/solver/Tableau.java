package org.turnpike.solver;

import java.util.Arrays;
import java.util.List;

/**
 * An explicit Runge–Kutta method as its Butcher tableau: {@code kᵢ = f(t + cᵢ dt, z + dt Σⱼ aᵢⱼ kⱼ)}, next state {@code z +
 * dt Σ bᵢ kᵢ}, error estimate {@code dt Σ (bᵢ − b*ᵢ) kᵢ}.
 *
 * <p>Drawn in {@link Tableaux}, read by {@link TableauReader}, and checked here: every row of a sums to its c, b sums to 1,
 * b − b* to 0, and an interpolant ends in b. Immutable.
 */
public final class Tableau {

    private static final double TOLERANCE = 1e-13;

    private final String name;
    private final int order;
    private final String citation;
    private final double[] c;
    private final double[][] a;
    private final double[] b;
    private final double[] error;
    private final double[][] interpolant;

    /**
     * @param order of the solution; the error estimate of an embedded method is of one order less
     * @param error {@code b − b*}, empty for a method without error estimate
     * @param interpolant for every stage i the coefficients of θ, θ², … in {@code bᵢ(θ)}, empty for a method that has only
     *     the cubic Hermite interpolant
     */
    Tableau(
            String name,
            int order,
            String citation,
            double[] c,
            double[][] a,
            double[] b,
            double[] error,
            double[][] interpolant) {
        this.name = name;
        this.order = order;
        this.citation = citation;
        this.c = c.clone();
        this.a = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
        this.b = b.clone();
        this.error = error.clone();
        this.interpolant = Arrays.stream(interpolant).map(double[]::clone).toArray(double[][]::new);
        check();
    }

    /** As in the configuration: {@code rk4}, {@code dopri5}. */
    public String name() {
        return name;
    }

    /** A step's error is of this order plus one in its length. */
    public int order() {
        return order;
    }

    /** Where the method was published. */
    public String citation() {
        return citation;
    }

    public int stages() {
        return b.length;
    }

    /** Whether the method estimates its own error, as adaptive steps need. */
    public boolean isEmbedded() {
        return error.length > 0;
    }

    /** Whether the last stage is the field at the next state, hence the next step's first ("first same as last"). */
    public boolean isFirstSameAsLast() {
        int last = stages() - 1;
        if (b[last] != 0 || c[last] != 1) {
            return false;
        }
        return Arrays.equals(a[last], Arrays.copyOf(b, last));
    }

    /** Whether the method has an interpolant of its own, rather than the cubic Hermite one. */
    public boolean hasInterpolant() {
        return interpolant.length > 0;
    }

    /** Evaluations of the field that the next state needs: all stages but those that only serve the error estimate. */
    public int evaluationsPerStep() {
        return isFirstSameAsLast() ? stages() - 1 : stages();
    }

    /** Degree of the interpolating polynomial. */
    public int interpolantDegree() {
        return hasInterpolant() ? interpolant[0].length : 3;
    }

    double a(int stage, int earlier) {
        return a[stage][earlier];
    }

    /** Weight bᵢ of a stage in the next state. */
    public double weight(int stage) {
        return b[stage];
    }

    double c(int stage) {
        return c[stage];
    }

    double error(int stage) {
        return error[stage];
    }

    /** Coefficient of {@code θ^power} in {@code bᵢ(θ)}, {@code power ≥ 1}. */
    double interpolant(int stage, int power) {
        return interpolant[stage][power - 1];
    }

    @Override
    public String toString() {
        return name;
    }

    private void check() {
        if (c.length != stages() || a.length != stages()) {
            throw wrong("has " + c.length + " nodes and " + a.length + " rows for " + stages() + " weights");
        }
        for (int i = 0; i < stages(); i++) {
            if (a[i].length != i) {
                throw wrong("is not explicit: stage " + i + " has " + a[i].length + " coefficients, expected " + i);
            }
            sumsTo(c[i], a[i], "row " + i + " of a");
        }
        sumsTo(1, b, "b");
        if (isEmbedded()) {
            sumsTo(0, error, "b − b*");
        }
        for (int i = 0; i < interpolant.length; i++) {
            sumsTo(b[i], interpolant[i], "the interpolant of stage " + i);
        }
        for (double[] row : List.of(error, interpolant.length == 0 ? b : new double[interpolant.length])) {
            if (row.length != 0 && row.length != stages()) {
                throw wrong("has a row of " + row.length + " for " + stages() + " stages");
            }
        }
    }

    private void sumsTo(double expected, double[] terms, String what) {
        double sum = Arrays.stream(terms).sum();
        if (!(Math.abs(sum - expected) <= TOLERANCE)) {
            throw wrong(what + " sums to " + sum + ", expected " + expected);
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("The tableau of " + name + " " + what);
    }
}
