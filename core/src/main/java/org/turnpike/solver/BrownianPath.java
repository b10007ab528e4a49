package org.turnpike.solver;

import org.turnpike.data.KeyedRandom;

/**
 * A Brownian path for every row, from a generator that is keyed by (seed, draw, row, step) and keeps nothing: the same bits on
 * any worker, in any tile and order, and backwards.
 *
 * <p>A path belongs to a grid: on another grid the same seed gives another path.
 *
 * @param seed of the run
 * @param draw number of the draw: an iteration, which takes a new path for every row
 */
public record BrownianPath(long seed, long draw) implements Noise {

    /**
     * A path that all rows share, so that what is predicted of a row does not depend on its place in a table, nor on the rows
     * beside it.
     *
     * @param number of the path, from 0
     */
    public static Noise shared(int number) {
        return (row, step, into) -> draw(new KeyedRandom("shared brownian path", number, step), into);
    }

    @Override
    public void draw(long row, int step, double[] into) {
        draw(new KeyedRandom("brownian path", seed, draw, row, step), into);
    }

    private static void draw(KeyedRandom random, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = random.nextGaussian();
        }
    }
}
