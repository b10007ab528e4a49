package org.turnpike.spark.job.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.job.file.FreshData;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.run.Fingerprint;
import org.turnpike.spark.source.DataSet;

/** By what a job's data and stages are known again: equal fingerprints, equal results. */
final class Fingerprints {
    /** What a stage's result follows from, beside the data, the stage's own block and the model that it begins with. */
    private static final List<String> KEYS = List.of(
            "model",
            "solver",
            "gradient",
            "cost",
            "data.standardise",
            "data.augmentation",
            "data.seed",
            "backend",
            "cluster.logical-shards");

    /** What a stage that trains on a stream follows from beside those. */
    static final List<String> STREAM_KEYS = List.of(
            "data.label",
            "data.features",
            "data.weight",
            "data.invalid",
            "stream.format",
            "stream.path",
            "stream.options",
            "stream.schema",
            "stream.select",
            "stream.classes");

    /** In place of the fingerprint of a part that there is not. */
    static final String NO_ROWS = "none";

    private static final String FRESH = "drawn anew for every epoch";

    private Fingerprints() {}

    /** Of each part of the data, by its name. */
    static Map<String, String> data(DataSet rows) {
        Map<String, String> fingerprints = new LinkedHashMap<>();
        rows.parts().forEach((name, part) -> fingerprints.put(name, part.fingerprint()));
        if (FreshData.isNamedBy(rows.training().origin())) {
            // What is trained on is not these rows, but all that their generator draws.
            fingerprints.computeIfPresent("training", (name, table) -> Fingerprint.of(table, FRESH));
        }
        return fingerprints;
    }

    static String configuration(JobFile job) {
        return Fingerprint.of(job.canonical());
    }

    /**
     * Of each stage, which has those of the stages before it in it.
     *
     * @param start fingerprint of the model that the first one begins with; anything constant for a new one
     */
    static List<String> stages(JobPlan plan, Map<String, String> data, String start) {
        List<String> fingerprints = new ArrayList<>();
        String before = start;
        for (JobStage stage : plan.stages()) {
            before = Fingerprint.of(
                    Version.CURRENT.turnpike(),
                    plan.job().canonical(keys(stage.name())),
                    data.get("training"),
                    data.getOrDefault("validation", NO_ROWS),
                    before);
            fingerprints.add(before);
        }
        return fingerprints;
    }

    /** Of a stage that trains on a stream, whose rows nobody knows beforehand. */
    static String stream(JobPlan plan, String start) {
        String stage = plan.stages().get(0).name();
        List<String> keys =
                Stream.concat(keys(stage).stream(), STREAM_KEYS.stream()).toList();
        String epochs = Integer.toString(plan.stream().orElseThrow().epochs(stage));
        return Fingerprint.of(Version.CURRENT.turnpike(), plan.job().canonical(keys), epochs, start);
    }

    /** The settings that a stage's result follows from. */
    static List<String> keys(String stage) {
        return Stream.concat(KEYS.stream(), Stream.of(stage)).toList();
    }
}
