package org.turnpike.spark.report;

/**
 * Something that a report would show and does not.
 *
 * @param what figures or numbers
 * @param why a whole sentence
 */
record Absence(String what, String why) {}
