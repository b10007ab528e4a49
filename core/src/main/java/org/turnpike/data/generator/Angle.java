package org.turnpike.data.generator;

/** Where on a curve the points of a class lie. */
@FunctionalInterface
interface Angle {
    /** The angle of point {@code place} of {@code members}. */
    double of(int place, int members);
}
