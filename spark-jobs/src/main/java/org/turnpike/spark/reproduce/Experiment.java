package org.turnpike.spark.reproduce;

import java.util.ArrayList;
import java.util.List;

/**
 * A job file, and what is set over it.
 *
 * @param job name of the file beside the others of its reproduction, without {@code .conf}
 * @param variant names the settings, and the directory of the runs; empty where there are none
 * @param settings each {@code key=value}
 */
public record Experiment(String job, String variant, List<String> settings) {

    public Experiment {
        settings = List.copyOf(settings);
        if (variant.isEmpty() != settings.isEmpty()) {
            throw new IllegalArgumentException("Settings over a job file need a name of their own, and a name needs"
                    + " settings; found the name '" + variant + "' and " + settings);
        }
    }

    /** The job file as it stands. */
    public static Experiment of(String job) {
        return new Experiment(job, "", List.of());
    }

    /** The same with further settings. */
    public Experiment with(String name, String... more) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(more));
        return new Experiment(job, variant.isEmpty() ? name : variant + "-" + name, all);
    }

    /** As directories are named. */
    String name() {
        return variant.isEmpty() ? job : job + "-" + variant;
    }
}
