package org.turnpike.training.optimizer;

/** Which rule turns gradients into updates, with its constants. */
public sealed interface OptimizerSettings {

    /** Learning rate, before its schedule. */
    double rate();

    /** A fresh optimizer for {@code size} numbers. */
    Optimizer newOptimizer(int size);

    /** Whether momentum looks ahead. */
    enum Momentum {
        CLASSICAL,
        NESTEROV
    }

    /**
     * Stochastic gradient descent.
     *
     * @param momentum factor in [0, 1); 0 for none
     */
    record Sgd(double rate, double momentum, Momentum kind) implements OptimizerSettings {
        public Sgd {
            requireRate(rate);
            requireFraction("momentum", momentum);
            if (kind == Momentum.NESTEROV && momentum == 0) {
                throw new IllegalArgumentException(
                        "Nesterov's momentum needs a factor above 0, found 0. Raise it, or choose"
                                + " classical momentum.");
            }
        }

        @Override
        public Optimizer newOptimizer(int size) {
            return new SgdOptimizer(this, size);
        }
    }

    /** Kingma and Ba 2015, Algorithm 1. */
    record Adam(double rate, double beta1, double beta2, double epsilon) implements OptimizerSettings {
        public Adam {
            requireRate(rate);
            requireMoments(beta1, beta2, epsilon);
        }

        @Override
        public Optimizer newOptimizer(int size) {
            return new AdamOptimizer(beta1, beta2, epsilon, size);
        }
    }

    /**
     * Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019): before each step the weights shrink by
     * {@code rate · weightDecay}. It is meant for weights; a terminal time is never decayed.
     */
    record AdamW(double rate, double beta1, double beta2, double epsilon, double weightDecay)
            implements OptimizerSettings {
        public AdamW {
            requireRate(rate);
            requireMoments(beta1, beta2, epsilon);
            if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
                throw new IllegalArgumentException(
                        "The weight decay of adamw must be a finite number of at least 0, found " + weightDecay + ".");
            }
        }

        @Override
        public Optimizer newOptimizer(int size) {
            return new AdamOptimizer(beta1, beta2, epsilon, size);
        }

        @Override
        public double decay() {
            return weightDecay;
        }
    }

    /** Share of a weight, times the rate, that each step takes off it apart from the gradient. */
    default double decay() {
        return 0;
    }

    private static void requireRate(double rate) {
        if (!(rate > 0 && Double.isFinite(rate))) {
            throw new IllegalArgumentException("A learning rate must be a finite number above 0, found " + rate + ".");
        }
    }

    private static void requireMoments(double beta1, double beta2, double epsilon) {
        requireFraction("beta1", beta1);
        requireFraction("beta2", beta2);
        if (!(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException("epsilon must be a finite number above 0, found " + epsilon + ".");
        }
    }

    private static void requireFraction(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("The optimizer's " + what + " must lie in [0, 1), found " + value + ".");
        }
    }
}
