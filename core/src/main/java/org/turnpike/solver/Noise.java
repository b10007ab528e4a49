package org.turnpike.solver;

/** Where a stochastic solve takes its random numbers from; asked again on the way back, it must give the same ones. */
@FunctionalInterface
public interface Noise {

    /**
     * Writes the standard normal numbers of one step of one sample.
     *
     * @param row the sample's number in its data set, wherever it is computed
     * @param step of the grid, from 0
     * @param into one for each number of the state
     */
    void draw(long row, int step, double[] into);
}
