package org.turnpike.field;

import java.util.Optional;
import java.util.stream.Stream;
import org.turnpike.data.KeyedRandom;

/**
 * A random vector ε of every sample with {@code E[ε] = 0} and {@code E[ε εᵀ] = I}, which stays the same throughout a solve.
 *
 * <p>A field or a running cost that takes an input of this name estimates with it what would be dear to compute: {@code
 * εᵀ (∂f/∂z) ε} has the mean {@code tr ∂f/∂z} (Hutchinson 1990), {@code ‖(∂f/∂z)ᵀ ε‖²} the mean {@code ‖∂f/∂z‖²}. As ε is held
 * fixed, what is solved is an ordinary differential equation (Grathwohl et al. 2019, "FFJORD", §3.1).
 */
public enum RandomDirection {
    /** Every number is 1 or −1: of all such vectors, the one by which the trace is estimated with the least variance. */
    RADEMACHER("rademacher") {
        @Override
        double next(KeyedRandom random) {
            return random.nextLong() < 0 ? -1 : 1;
        }
    },
    /** Every number is standard normal. */
    GAUSSIAN("gaussian") {
        @Override
        double next(KeyedRandom random) {
            return random.nextGaussian();
        }
    };

    private final String input;

    RandomDirection(String input) {
        this.input = input;
    }

    /** Name of the programs' input. */
    public String input() {
        return input;
    }

    /** The direction that an input of this name takes. */
    public static Optional<RandomDirection> named(String input) {
        return Stream.of(values()).filter(known -> known.input.equals(input)).findFirst();
    }

    /**
     * Writes one sample's direction: a function of the key alone, so the same on every worker and thread.
     *
     * @param seed of the run
     * @param draw number of the draw: an iteration's
     * @param row the sample's number in its data set
     */
    public void draw(long seed, long draw, long row, double[] into) {
        KeyedRandom random = new KeyedRandom("random direction " + input, seed, draw, row);
        for (int i = 0; i < into.length; i++) {
            into[i] = next(random);
        }
    }

    abstract double next(KeyedRandom random);
}
