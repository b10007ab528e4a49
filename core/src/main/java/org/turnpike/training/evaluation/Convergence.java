package org.turnpike.training.evaluation;

/**
 * How the potential V falls along the solutions of some rows, at all their grid points (DEEP Theorem 2).
 *
 * @param kappa κ, the rate that is asked for
 * @param rows number of rows
 * @param points number of grid points, t0 and t_f among them, of all rows
 * @param violations share of the points at which {@code V̇ + κV > 0}
 * @param kept share of the rows with {@code V(z(t)) ≤ V(z(t0)) e^{−κ(t−t0)}} at all their points
 * @param rate the largest κ for which that holds of every row: the certified rate, negative where V rises in some row
 */
public record Convergence(double kappa, long rows, long points, double violations, double kept, double rate) {

    /** Whether every row converges at the rate that is asked for. */
    public boolean isCertified() {
        return kept == 1;
    }
}
