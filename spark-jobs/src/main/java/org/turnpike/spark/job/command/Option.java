package org.turnpike.spark.job.command;

import java.util.List;

/**
 * An option of the command line.
 *
 * @param name without the dashes
 * @param placeholder what stands for its value in the help, empty for an option without a value
 * @param summary one line for the help
 */
public record Option(String name, String placeholder, String summary, Occurrence occurrence) {

    /** How often an option may be given. */
    public enum Occurrence {
        ONCE,
        REPEATED
    }

    /** Those that every command takes. */
    static final List<Option> SHARED = List.of(
            valued("conf", "FILE", "the job file (HOCON); conf/reference.conf documents every key"),
            new Option("set", "KEY=VALUE", "one setting over the job file's; may be repeated", Occurrence.REPEATED),
            valued("output", "DIR", "where the run is written, any Hadoop path"),
            valued("master", "URL", "Spark's master, local[*] unless Spark is configured otherwise"),
            flag("debug", "show stack traces"),
            flag("help", "show this help"));

    public static Option valued(String name, String placeholder, String summary) {
        return new Option(name, placeholder, summary, Occurrence.ONCE);
    }

    public static Option flag(String name, String summary) {
        return new Option(name, "", summary, Occurrence.ONCE);
    }

    boolean takesValue() {
        return !placeholder.isEmpty();
    }

    String usage() {
        return "--" + name + (takesValue() ? " " + placeholder : "");
    }
}
