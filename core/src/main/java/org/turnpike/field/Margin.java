package org.turnpike.field;

/** The δ that makes a negative semidefinite matrix definite, {@code A₀ − δI}. */
final class Margin {

    private Margin() {}

    static void check(double margin) {
        if (!(margin > 0 && Double.isFinite(margin))) {
            throw new IllegalArgumentException("The margin by which A + Aᵀ is negative definite must be a finite number"
                    + " above 0, found " + margin + ". Choose, say, 0.001.");
        }
    }
}
