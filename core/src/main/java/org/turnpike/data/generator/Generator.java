package org.turnpike.data.generator;

import org.turnpike.data.Table;

/**
 * A made-up problem: its rows are a function of its options alone, and stand in an order shuffled by its seed.
 *
 * <p>Random numbers are {@link org.turnpike.data.KeyedRandom}'s, keyed by the generator's name and its seed.
 */
public sealed interface Generator permits Annuli, Circles, Fresh, Moons, Negation, RandomImages, Spirals {
    /** The table; equal generators give equal tables. */
    Table generate();

    /**
     * Other rows of the same distribution: as many, independent of each other and of those of any other draw.
     *
     * @param number of the draw; equal numbers give equal tables
     */
    Table draw(long number);
}
