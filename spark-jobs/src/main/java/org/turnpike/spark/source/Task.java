package org.turnpike.spark.source;

/** What is to be learned of a label. */
public enum Task {
    /** What the source says by itself; a CSV file's label is a class. */
    AUTOMATIC,
    CLASSIFICATION,
    REGRESSION,
    /** Nothing: it is the density of the inputs that is to be learned. */
    DENSITY
}
