package org.turnpike.training.optimizer;

import java.util.Optional;

/**
 * How updates of second order are made (Liu, Chen, Theodorou, <i>Second-Order Neural ODE Optimizer</i>, NeurIPS 2021, §3.2 and
 * §3.3, with the constants of the authors' code as published defaults).
 *
 * @param refreshEvery iterations from one refresh of the Kronecker factors to the next, at least 1; the authors' 100
 * @param damping ε, added to every second moment, above 0; the authors' 0.05
 * @param momentDecay α in [0, 1], by which second moments are kept from iteration to iteration; the authors' 0.75. At 1 they stay
 *     what the factors say.
 * @param terminalTime how the terminal time is learned; empty where it is fixed
 */
public record SecondOrder(int refreshEvery, double damping, double momentDecay, Optional<Horizon> terminalTime) {

    public SecondOrder {
        requireCount("iterations between two refreshes of the factors", refreshEvery);
        requirePositive("damping ε", damping);
        if (!(momentDecay >= 0 && momentDecay <= 1)) {
            throw new IllegalArgumentException(
                    "The decay α of the second moments must lie in [0, 1], found " + momentDecay + ".");
        }
    }

    /**
     * The terminal time's update (§3.3): a step of Newton's method on the quadratic model of {@code Φ + ½c(t_f − t0)²}, with the
     * feedback of how the weights have just changed.
     *
     * @param rate η, by which the step is shortened, above 0; the authors' 0.1
     * @param penalty c, above 0: without it the model has no curvature where the state has come to rest
     * @param every iterations from one update to the next, at least 1; the authors' 100
     */
    public record Horizon(double rate, double penalty, int every) {
        public Horizon {
            requirePositive("rate η of the terminal time", rate);
            requirePositive("penalty c of the terminal time", penalty);
            requireCount("iterations between two updates of the terminal time", every);
        }

        /** {@code ½c(t_f − t0)²}. */
        public double cost(double length) {
            return 0.5 * penalty * length * length;
        }
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "The " + what + " must be a finite number above 0, found " + value + ".");
        }
    }

    private static void requireCount(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("The number of " + what + " must be at least 1, found " + value + ".");
        }
    }
}
