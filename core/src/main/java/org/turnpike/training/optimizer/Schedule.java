package org.turnpike.training.optimizer;

import java.util.List;

/** How a learning rate changes with the epochs, as a factor of the optimizer's own rate. */
public sealed interface Schedule {

    /**
     * @param epoch counted from 0
     * @param epochs that the stage has in all
     */
    double factor(int epoch, int epochs);

    record Constant() implements Schedule {
        @Override
        public double factor(int epoch, int epochs) {
            return 1;
        }
    }

    /** {@code decayᵉ} in epoch e, as PyTorch's ExponentialLR stepped once an epoch. */
    record Exponential(double decay) implements Schedule {
        public Exponential {
            requireFraction("decay", decay);
        }

        @Override
        public double factor(int epoch, int epochs) {
            // StrictMath, here and below: the same bits on every machine.
            return StrictMath.pow(decay, epoch);
        }
    }

    /** {@code decay} once for every milestone that the epoch has reached, as PyTorch's MultiStepLR. */
    record Milestones(List<Integer> epochs, double decay) implements Schedule {
        public Milestones {
            epochs = List.copyOf(epochs);
            requireFraction("decay", decay);
            for (int i = 0; i < epochs.size(); i++) {
                if (epochs.get(i) < 1 || (i > 0 && epochs.get(i) <= epochs.get(i - 1))) {
                    throw new IllegalArgumentException(
                            "Milestones must be epochs of at least 1, ascending; found " + epochs + ".");
                }
            }
        }

        @Override
        public double factor(int epoch, int ofEpochs) {
            long reached =
                    epochs.stream().filter(milestone -> milestone <= epoch).count();
            return StrictMath.pow(decay, (double) reached);
        }
    }

    /**
     * Half a cosine from 1 in the first epoch towards {@code finalFraction}, which it would reach after the last (Loshchilov and
     * Hutter 2017; PyTorch's {@code CosineAnnealingLR} with {@code T_max = epochs}): no epoch is spent at the final fraction,
     * which may be 0.
     */
    record Cosine(double finalFraction) implements Schedule {
        public Cosine {
            if (!(finalFraction >= 0 && finalFraction <= 1)) {
                throw new IllegalArgumentException(
                        "The final fraction of a cosine schedule must lie in [0, 1], found " + finalFraction + ".");
            }
        }

        @Override
        public double factor(int epoch, int epochs) {
            double progress = Math.min(1.0, epoch / (double) epochs);
            return finalFraction + (1 - finalFraction) * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
        }
    }

    private static void requireFraction(String what, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    "The " + what + " of a schedule must lie in (0, 1], found " + value + ".");
        }
    }
}
