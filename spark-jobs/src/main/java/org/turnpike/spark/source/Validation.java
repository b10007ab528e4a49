package org.turnpike.spark.source;

/** Which rows a model is judged by while it trains. */
public sealed interface Validation {

    /** None: the training rows. */
    record None() implements Validation {}

    /**
     * Some of the training rows, drawn once.
     *
     * @param share in (0, 1)
     */
    record Fraction(double share) implements Validation {}

    /** The rows that a column of the training table marks. */
    record Column(String name) implements Validation {}

    /** Rows of their own. */
    record Apart(String text) implements Validation {}
}
