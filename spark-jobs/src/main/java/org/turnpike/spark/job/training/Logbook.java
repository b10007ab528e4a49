package org.turnpike.spark.job.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.run.DataRecord;
import org.turnpike.spark.run.History;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.run.StageRecord;
import org.turnpike.spark.run.Status;
import org.turnpike.spark.source.DataSet;

/**
 * Writes down in a run's directory what happens, as it happens. A model comes before the history, and that before the
 * manifest, so that what the manifest calls done is there.
 */
final class Logbook {
    private final RunDirectory directory;
    private List<StageRecord> done;
    private StageRecord current;
    private Manifest manifest;

    private Logbook(RunDirectory directory, Manifest manifest) {
        this.directory = directory;
        this.manifest = manifest;
        this.done = manifest.stages();
        directory.write(manifest);
    }

    /**
     * Begins a run, before anybody waits for training: a place that cannot be written shows now.
     *
     * @param data fingerprints of the rows' parts
     * @param done stages that an earlier run in the directory has left
     */
    static Logbook begin(
            RunDirectory directory,
            Optional<Manifest> before,
            JobFile job,
            DataSet rows,
            Map<String, String> data,
            List<StageRecord> done) {
        List<DataRecord> parts = new ArrayList<>();
        rows.parts()
                .forEach((name, part) ->
                        parts.add(new DataRecord(name, part.origin(), part.rows(), part.skipped(), data.get(name))));
        String started = done.isEmpty() ? Clock.now() : before.orElseThrow().started();
        return new Logbook(
                directory,
                new Manifest(
                        Version.CURRENT.turnpike(),
                        Status.RUNNING,
                        started,
                        "",
                        "",
                        Fingerprints.configuration(job),
                        job.canonical(),
                        parts,
                        done));
    }

    /** All stages so far. */
    List<StageRecord> stages() {
        return manifest.stages();
    }

    /** @param start the model that the stage begins with, which the stage before has left */
    void stageBegins(JobStage stage, String fingerprint, NeuralOde start) {
        if (!done.isEmpty()) {
            int before = done.size() - 1;
            directory.writeAfter(before, done.get(before).name(), start);
        }
        TerminalTime time = stage.stage(start).terminalTime();
        note(StageRecord.started(stage.name(), fingerprint, Clock.now(), time));
    }

    /** Keeps the stage's history, and its model where there is one that is better than what lies there. */
    StageRecord stageEnds(StageOutcome outcome) {
        StageEnd end = StageEnd.of(outcome.end());
        NeuralOde model = outcome.model();
        if (isKept(end.status(), outcome)) {
            directory.write(model);
        }
        History history = done.isEmpty() ? new History() : directory.history();
        history.keepFirst(done.stream().mapToLong(StageRecord::epochs).sum());
        history.add(current.name(), outcome.epochs());
        directory.write(history, model.outputs());
        note(new StageRecord(
                current.name(),
                end.status(),
                current.fingerprint(),
                current.started(),
                Clock.now(),
                end.words(),
                outcome.epochs().size(),
                outcome.iterations(),
                optional(outcome.loss()),
                model.terminalTime().t0(),
                model.terminalTime().value(),
                outcome.seconds(),
                optional(outcome.millisecondsPerIteration()),
                outcome.compileSeconds()));
        StageRecord ended = current;
        done = manifest.stages();
        current = null;
        return ended;
    }

    /** A fault ends the run. Where even that cannot be written, the fault is what the user needs to know, so nothing is said. */
    void failed(String message) {
        try {
            if (current != null) {
                note(current.ended(Status.FAILED, Clock.now(), message));
            }
            ends(Status.FAILED, message);
        } catch (UserError ignored) {
            // as the method promises
        }
    }

    void ends(Status how, String message) {
        manifest = manifest.ended(how, Clock.now(), message);
        directory.write(manifest);
    }

    /**
     * An interrupted stage may have been started by mistake over a model that somebody needs; its own is kept only where there
     * is no other.
     */
    private boolean isKept(Status status, StageOutcome outcome) {
        return switch (status) {
            case DONE -> true;
            case DIVERGED -> outcome.hasLearned();
            default -> outcome.hasLearned() && !directory.hasModel();
        };
    }

    private void note(StageRecord record) {
        current = record;
        List<StageRecord> stages = new ArrayList<>(done);
        stages.add(record);
        manifest = manifest.with(stages);
        directory.write(manifest);
    }

    private static OptionalDouble optional(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
