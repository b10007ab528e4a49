package org.turnpike.objective;

import java.util.Map;
import org.turnpike.field.Field;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * {@code λ R_K = λ ∫ ‖dᴷz/dtᴷ‖² / n dt}: solutions whose K-th derivative is small are easy to solve, since that is what the
 * error of a step of a solver of order K − 1 consists of (Kelly, Bettencourt, Johnson, Duvenaud, <i>Learning Differential
 * Equations that are Easy to Solve</i>, NeurIPS 2020, Eq. 1). Divided by the width n of the state, as there, so that one λ fits
 * states of any width.
 *
 * @param order K
 * @param weight λ, at least 0
 */
public record TaylorRegulariser(int order, double weight) {

    /** The orders of the paper. */
    public static final int LEAST_ORDER = 2;

    public static final int MOST_ORDER = 6;

    public TaylorRegulariser {
        if (order < LEAST_ORDER || order > MOST_ORDER) {
            throw new IllegalArgumentException(
                    "The order K of the derivative must be a whole number from " + LEAST_ORDER
                            + " to " + MOST_ORDER + ", found " + order
                            + ". 3 suits solvers of low order; take one more than the solver's order.");
        }
        if (!(weight >= 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException(
                    "The weight λ of the derivative must be a finite number of at least 0, found " + weight + ".");
        }
    }

    /** What is paid along the solutions of {@code field}: takes what it takes, returns {@code cost} rows(1). */
    public Program runningCost(Field field) {
        ProgramBuilder p = new ProgramBuilder();
        Value derivative =
                p.inline(SolutionDerivative.of(field, order), Map.of()).get(SolutionDerivative.DERIVATIVE);
        Value square = p.scale(weight / field.stateWidth(), p.dot(derivative, derivative));
        return p.output("cost", square).build();
    }
}
