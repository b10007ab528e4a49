package org.turnpike.spark.job.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turnpike.spark.checkpoint.Checkpoint;
import org.turnpike.spark.checkpoint.CheckpointDirectory;
import org.turnpike.spark.checkpoint.CheckpointWriter;
import org.turnpike.spark.checkpoint.Identity;
import org.turnpike.spark.checkpoint.Snapshot;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.job.file.Settings;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.run.StageRecord;
import org.turnpike.spark.run.Status;

/** The checkpoints in a run's directory, and which of them this job may go on from. */
final class RunCheckpoints {
    private static final int SHORT = 16;

    private final JobPlan plan;
    private final CheckpointDirectory directory;
    private final List<String> fingerprints;
    private final Map<String, String> data;
    private final Console console;

    /**
     * @param fingerprints of the plan's stages
     * @param data fingerprints of the rows
     */
    RunCheckpoints(
            JobPlan plan, RunDirectory run, List<String> fingerprints, Map<String, String> data, Console console) {
        this.plan = plan;
        this.directory = run.checkpoints();
        this.fingerprints = fingerprints;
        this.data = data;
        this.console = console;
    }

    /**
     * Where to go on: the newest checkpoint of the first stage that is not done.
     *
     * @param done stages that need not run again
     * @param before what the earlier run says of itself
     * @throws UserError where there is one of an unfinished stage of other settings or data: to begin anew would cost
     *     somebody that stage
     */
    Optional<Checkpoint> unfinished(int done, Optional<Manifest> before) {
        Optional<Checkpoint> found = Optional.empty();
        for (String stage : directory.stages()) {
            Optional<Checkpoint> newest =
                    directory.latest(stage, warning -> console.say("turnpike: warning: " + warning));
            if (newest.isEmpty() || isLeftOver(newest.get().identity(), before)) {
                continue;
            }
            Identity identity = newest.get().identity();
            if (!isOurs(identity)) {
                throw foreign(newest.get());
            }
            if (identity.number() == done) {
                found = newest;
            }
        }
        return found;
    }

    /** Removes all checkpoints but those of the stage that is gone on with, and what a killed process left of those. */
    void keepOnly(Optional<Checkpoint> unfinished) {
        for (String stage : directory.stages()) {
            if (unfinished.isPresent()
                    && unfinished.get().identity().directory().equals(stage)) {
                directory.removeTemporaries(stage);
            } else {
                directory.remove(stage);
            }
        }
    }

    /** @param resume where the stage goes on; empty to begin it */
    CheckpointKeeper keeper(int stage, Optional<Checkpoint> resume) {
        Settings cluster = plan.job().settings().block("cluster");
        SegmentLength length =
                new SegmentLength(cluster.count("checkpoint-every"), cluster.optionalNumber("checkpoint-pause"));
        CheckpointWriter writer = new CheckpointWriter(directory, identity(stage), cluster.count("checkpoint-keep"));
        return new CheckpointKeeper(resume, writer, length, console);
    }

    /** Writes a checkpoint, and waits for it. */
    void write(int stage, Snapshot snapshot) {
        directory.write(
                identity(stage),
                snapshot,
                plan.job().settings().block("cluster").count("checkpoint-keep"));
    }

    /** Where Spark keeps its own record of a stream, beside what was learned from it. */
    String streamLog() {
        return directory.location() + "/" + identity(0).directory() + "/stream";
    }

    /** The stage has ended: what it has learned is the model. */
    void remove(int stage) {
        directory.remove(identity(stage).directory());
    }

    private Identity identity(int stage) {
        return new Identity(
                Version.CURRENT.turnpike(),
                stage,
                plan.stages().get(stage).name(),
                fingerprints.get(stage),
                plan.job().canonical(),
                data);
    }

    private boolean isOurs(Identity found) {
        return found.number() < fingerprints.size()
                && fingerprints.get(found.number()).equals(found.fingerprint());
    }

    /** Of a stage that has ended: the process died before it removed them. */
    private static boolean isLeftOver(Identity found, Optional<Manifest> before) {
        List<StageRecord> stages = before.map(Manifest::stages).orElse(List.of());
        if (found.number() >= stages.size()) {
            return false;
        }
        StageRecord stage = stages.get(found.number());
        return stage.fingerprint().equals(found.fingerprint())
                && (stage.status() == Status.DONE || stage.status() == Status.DIVERGED);
    }

    private UserError foreign(Checkpoint checkpoint) {
        Identity found = checkpoint.identity();
        boolean isKnown = found.number() < fingerprints.size();
        List<String> rows = Differences.ofRows(data, found.data());
        List<String> others = otherDifferences(found);
        List<String> all = new ArrayList<>(others);
        all.addAll(rows);
        boolean onlyRows = others.isEmpty() && !rows.isEmpty();
        return new UserError(
                onlyRows ? ExitCode.DATA : ExitCode.USAGE,
                isKnown
                        ? "a checkpoint with the fingerprint " + brief(fingerprints.get(found.number()))
                        : "a checkpoint of one of the job's " + fingerprints.size() + " stages",
                "one with the fingerprint " + brief(found.fingerprint()) + ": "
                        + (all.isEmpty() ? "it begins with another model" : String.join("; ", all)),
                checkpoint.location(),
                "Restore what differs to go on after iteration "
                        + checkpoint.snapshot().state().iterations()
                        + ", add --restart to begin anew without it, or name another --output.");
    }

    private List<String> otherDifferences(Identity found) {
        if (!found.version().equals(Version.CURRENT.turnpike())) {
            return List.of(
                    "it was written by Turnpike " + found.version() + ", and this is " + Version.CURRENT.turnpike());
        }
        if (found.number() >= plan.stages().size()
                || !plan.stages().get(found.number()).name().equals(found.stage())) {
            return List.of("its stage " + (found.number() + 1) + " is " + found.stage() + ", and the job's stages are "
                    + plan.stages().stream().map(JobStage::name).collect(Collectors.joining(", ")));
        }
        Stream<String> ofStages = plan.stages().stream()
                .limit(found.number() + 1L)
                .flatMap(stage -> Fingerprints.keys(stage.name()).stream());
        List<String> keys = Stream.concat(ofStages, Fingerprints.STREAM_KEYS.stream())
                .distinct()
                .toList();
        return Differences.ofSettings(plan.job(), found.configuration(), keys);
    }

    private static String brief(String fingerprint) {
        return fingerprint.length() <= SHORT ? fingerprint : fingerprint.substring(0, SHORT);
    }
}
