package org.turnpike.spark.reproduce;

import java.util.List;

/** Experiments of a paper that are repeated together and told on one page. */
public interface Reproduction {

    /** As on the command line, and the name of the page: {@code stable}. */
    String name();

    /** One line for the help. */
    String summary();

    /** What stands above the sections. */
    void introduce(Workbench workbench, ResultsPage page);

    /** The sections, in the page's order. Each trains what it needs, and the page is written after each. */
    List<Section> sections();
}
