package org.turnpike.spark.reproduce;

/**
 * A part of a page of results, which can be made and read without the others.
 *
 * @param title its heading
 */
public record Section(String title, Writing writing) {

    /** Trains what the section needs and writes it below its heading. */
    @FunctionalInterface
    public interface Writing {
        void write(Workbench workbench, ResultsPage page);
    }
}
