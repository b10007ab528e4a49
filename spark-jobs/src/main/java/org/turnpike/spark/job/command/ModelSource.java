package org.turnpike.spark.job.command;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.exchange.LocalWorker;
import org.turnpike.spark.job.file.JobCompute;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.run.Fingerprint;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.ModelDirectory;
import org.turnpike.spark.run.PublishedModels;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.batch.Compute;

/**
 * A model that a command is pointed to, by its own directory, its run's, or that of published models; and the settings that go with it: those of
 * {@code --conf}, else those of the run that made the model, else the defaults; and {@code --set} over them.
 */
record ModelSource(NeuralOde model, JobFile job, Optional<Manifest> manifest) {

    /** @throws org.turnpike.spark.failure.UserError where there is no model, or the settings are not valid */
    static ModelSource read(Storage storage, String named, Arguments arguments) {
        String location = PublishedModels.resolve(storage, named);
        NeuralOde model = ModelDirectory.read(storage, location);
        Optional<Manifest> manifest = manifest(storage, location);
        JobFile job = arguments.value("conf").isPresent() || manifest.isEmpty()
                ? arguments.job()
                : JobFile.ofCanonical(
                        manifest.get().configuration(), "the run's manifest.json", arguments.values("set"));
        return new ModelSource(model, job, manifest);
    }

    /** Of the model's files: equal for equal models. */
    String fingerprint() {
        return Fingerprint.of(new String(ModelFile.of(model).description(), StandardCharsets.UTF_8));
    }

    /** What computes outside of Spark: every thread of a local master, or of this machine. */
    static Compute compute(JobFile job) {
        String master = SparkDriver.master();
        int threads = master.startsWith("local[") || master.equals("local")
                ? LocalWorker.threads(master)
                : Runtime.getRuntime().availableProcessors();
        return new JobCompute(job.settings()).compute(threads);
    }

    /** The manifest of a run's directory, or of the run whose {@code model} directory this is. */
    private static Optional<Manifest> manifest(Storage storage, String location) {
        RunDirectory directory = new RunDirectory(storage, location);
        return directory.manifest().or(() -> new RunDirectory(storage, directory.location() + "/..").manifest());
    }
}
