package org.turnpike.spark.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a checkpoint belongs to: equal fingerprints go on to equal bits. The rest is there to say, where they differ, what has
 * changed.
 *
 * @param version of Turnpike
 * @param number of the stage in the run, from 0
 * @param stage as in a job file
 * @param fingerprint of the stage: version, settings, data, and the model that it began with
 * @param configuration every setting of the job, as JSON
 * @param data fingerprints of the rows, by {@code training} and {@code validation}
 */
public record Identity(
        String version, int number, String stage, String fingerprint, String configuration, Map<String, String> data) {

    public Identity {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** The name of the stage's directory. */
    public String directory() {
        return (number + 1) + "-" + stage;
    }
}
