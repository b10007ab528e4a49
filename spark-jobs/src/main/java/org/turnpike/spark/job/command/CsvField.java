package org.turnpike.spark.job.command;

/** A text as a field of a CSV file. */
final class CsvField {
    private CsvField() {}

    /** Quoted where it must be. */
    static String of(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && text.equals(text.strip());
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
