package org.turnpike.solver;

/** How a fixed-step solver divides [t0, t_f]. Signs follow the direction of time; both rules work forward and reversed. */
public sealed interface StepRule {

    /**
     * Steps of a fixed length from t0, and a last one that ends at t_f exactly and is shorter (DEEP §4: rk4, 0.01). Only the
     * last step's length depends on t_f.
     *
     * @param length of a step, in units of time, greater than zero
     */
    record Size(double length) implements StepRule {
        public Size {
            if (!(length > 0) || Double.isInfinite(length)) {
                throw new IllegalArgumentException("A step length must be finite and greater than 0, found " + length);
            }
        }
    }

    /**
     * Equal steps of length (t_f − t0) / count; every step's length depends on t_f.
     *
     * @param count of steps, at least 1
     */
    record Count(int count) implements StepRule {
        public Count {
            if (count < 1) {
                throw new IllegalArgumentException("A solve needs at least 1 step, found " + count);
            }
        }
    }
}
