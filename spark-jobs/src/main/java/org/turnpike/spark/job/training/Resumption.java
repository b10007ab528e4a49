package org.turnpike.spark.job.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.run.DataRecord;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.run.StageRecord;
import org.turnpike.spark.run.Status;

/** What an earlier run in the same directory leaves to do: the stages after those that it has done just as they are asked for. */
final class Resumption {
    private final RunDirectory directory;
    private final Optional<Manifest> before;
    private final List<String> fingerprints;

    /** @param fingerprints of the stages that are asked for */
    Resumption(RunDirectory directory, Optional<Manifest> before, List<String> fingerprints) {
        this.directory = directory;
        this.before = before;
        this.fingerprints = fingerprints;
    }

    /**
     * Stages that need not run again, and the model that the last of them left.
     *
     * @param model nothing where no stage is done
     */
    record Done(List<StageRecord> stages, Optional<NeuralOde> model) {}

    Done done() {
        for (int stages = matching(); stages > 0; stages--) {
            Optional<NeuralOde> model = modelAfter(stages - 1);
            if (model.isPresent()) {
                return new Done(before.orElseThrow().stages().subList(0, stages), model);
            }
        }
        return new Done(List.of(), Optional.empty());
    }

    /** Why the first stage that is left runs again, if it was done before. */
    Optional<String> reason(JobPlan plan, Map<String, String> data) {
        int stage = matching();
        List<StageRecord> known = before.map(Manifest::stages).orElse(List.of());
        if (stage >= known.size() || stage >= plan.stages().size()) {
            return Optional.empty();
        }
        StageRecord record = known.get(stage);
        String name = plan.stages().get(stage).name();
        return record.name().equals(name)
                ? Optional.of(name + " runs again: " + reason(record, plan.job(), data))
                : Optional.empty();
    }

    private String reason(StageRecord record, JobFile job, Map<String, String> data) {
        Manifest known = before.orElseThrow();
        if (record.status() == Status.RUNNING) {
            return "the last time it was killed, or lost with its machine, before its first checkpoint";
        }
        if (record.status() != Status.DONE) {
            return "the last time it was " + record.status().text();
        }
        if (!known.version().equals(Version.CURRENT.turnpike())) {
            return "it was done by Turnpike " + known.version() + ", and this is " + Version.CURRENT.turnpike();
        }
        Map<String, String> then =
                known.data().stream().collect(Collectors.toMap(DataRecord::part, DataRecord::fingerprint));
        List<String> rows = Differences.ofRows(data, then);
        if (!rows.isEmpty()) {
            return rows.get(0);
        }
        return Differences.ofSettings(job, known.configuration(), Fingerprints.keys(record.name())).stream()
                .findFirst()
                .orElse("it begins with another model");
    }

    private int matching() {
        List<StageRecord> known = before.map(Manifest::stages).orElse(List.of());
        int stages = 0;
        while (stages < fingerprints.size()
                && stages < known.size()
                && known.get(stages).status() == Status.DONE
                && known.get(stages).fingerprint().equals(fingerprints.get(stages))) {
            stages++;
        }
        return stages;
    }

    private Optional<NeuralOde> modelAfter(int stage) {
        List<StageRecord> known = before.orElseThrow().stages();
        boolean isLast = known.stream()
                .skip(stage + 1)
                .noneMatch(later -> later.status() == Status.DONE || later.status() == Status.DIVERGED);
        return isLast && directory.hasModel()
                ? Optional.of(directory.model())
                : directory.modelAfter(stage, known.get(stage).name());
    }

    /** Whether the earlier run ended with these stages, and was measured on these rows. */
    boolean hasMeasured(Map<String, String> data) {
        return before.isPresent()
                && before.get().status() == Status.DONE
                && before.get().stages().size() == fingerprints.size()
                && directory.metrics().isPresent()
                && Stream.of("training", "validation", "test")
                        .allMatch(part -> before.get()
                                .data(part)
                                .map(DataRecord::fingerprint)
                                .equals(Optional.ofNullable(data.get(part))));
    }
}
