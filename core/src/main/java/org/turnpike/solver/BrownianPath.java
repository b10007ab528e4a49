package org.turnpike.solver;

import org.turnpike.data.KeyedRandom;

/**
 * A Brownian path for every row, from a generator that is keyed by (seed, row, step) and keeps nothing: the same bits on any
 * worker, in any tile and order, and backwards.
 *
 * <p>A path belongs to a grid: on another grid the same seed gives another path.
 */
public record BrownianPath(long seed) implements Noise {

    @Override
    public void draw(long row, int step, double[] into) {
        KeyedRandom random = new KeyedRandom("brownian path", seed, row, step);
        for (int i = 0; i < into.length; i++) {
            into[i] = random.nextGaussian();
        }
    }
}
