package org.turnpike.spark.reproduce;

/** Experiments of a paper that are repeated together and told on one page. */
public interface Reproduction {

    /** As on the command line, and the name of the page: {@code stable}. */
    String name();

    /** One line for the help. */
    String summary();

    /** Trains what the page needs and writes it. */
    void run(Workbench workbench, ResultsPage page);
}
