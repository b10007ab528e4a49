package org.turnpike.spark.progress;

/** When a progress line is printed. */
public sealed interface Pace {

    /** About once a second; on a terminal one line, rewritten some times a second. */
    record ByTime() implements Pace {}

    /** After every so many iterations. */
    record ByIterations(int count) implements Pace {}

    /** Never. */
    record Silent() implements Pace {}
}
