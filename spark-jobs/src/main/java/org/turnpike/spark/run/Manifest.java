package org.turnpike.spark.run;

import java.util.List;
import java.util.Optional;

/**
 * What a run was asked to do, on which data, and how far it has got: {@code manifest.json}.
 *
 * @param version of Turnpike
 * @param started ISO 8601, UTC
 * @param finished likewise; empty while it runs
 * @param message what a person should know of how it ended; mostly empty
 * @param configurationFingerprint of {@code configuration}
 * @param configuration every setting of the job file, defaults included, as JSON
 * @param data in the order training, validation, test
 * @param stages in the order in which they run
 */
public record Manifest(
        String version,
        Status status,
        String started,
        String finished,
        String message,
        String configurationFingerprint,
        String configuration,
        List<DataRecord> data,
        List<StageRecord> stages) {

    public Manifest {
        data = List.copyOf(data);
        stages = List.copyOf(stages);
    }

    public Manifest with(List<StageRecord> newStages) {
        return new Manifest(
                version, status, started, finished, message, configurationFingerprint, configuration, data, newStages);
    }

    public Manifest ended(Status how, String now, String why) {
        return new Manifest(version, how, started, now, why, configurationFingerprint, configuration, data, stages);
    }

    /** The record of {@code training}, {@code validation} or {@code test}. */
    public Optional<DataRecord> data(String part) {
        return data.stream().filter(known -> known.part().equals(part)).findFirst();
    }
}
