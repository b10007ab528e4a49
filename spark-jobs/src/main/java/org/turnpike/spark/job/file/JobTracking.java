package org.turnpike.spark.job.file;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.tracking.MlflowTracker;
import org.turnpike.spark.tracking.RunTracker;

/** The block {@code tracking} of a job file. */
public final class JobTracking {
    /** As all of MLflow's clients read it. */
    private static final String SERVER = "MLFLOW_TRACKING_URI";

    private final Settings tracking;
    private final Optional<String> environment;

    JobTracking(Settings job) {
        this(job, Optional.ofNullable(System.getenv(SERVER)));
    }

    /** @param environment the address that MLflow's own variable names */
    JobTracking(Settings job, Optional<String> environment) {
        this.tracking = job.block("tracking");
        this.environment = environment;
        tracking.optionalText("mlflow").ifPresent(named -> {
            if (!isServer(named)) {
                throw tracking.error(
                        "mlflow", "http://… or https://…, auto or none", "Name the address of a tracking server.");
            }
        });
    }

    /**
     * Begins to tell of a run, where the job or the environment names a server.
     *
     * @param location of the run
     * @param say tells the user what cannot be told
     */
    public RunTracker begin(JobFile job, String location, Consumer<String> say) {
        Optional<String> server = server(say);
        if (server.isEmpty()) {
            return RunTracker.NONE;
        }
        String name = tracking.optionalText("run-name").orElse(location.replaceFirst("^.*/(?=[^/]+$)", ""));
        return new MlflowTracker(
                new MlflowTracker.Plan(
                        server.get(),
                        tracking.text("experiment"),
                        name,
                        told(job.changes()),
                        Map.of(
                                "mlflow.source.name",
                                "turnpike",
                                "mlflow.source.type",
                                "JOB",
                                "turnpike.version",
                                Version.CURRENT.turnpike(),
                                "turnpike.output",
                                location)),
                say);
    }

    /** Options of a stream's source may be secrets. */
    private static Map<String, String> told(Map<String, String> changes) {
        Map<String, String> told = new TreeMap<>(changes);
        told.remove("stream.options");
        return told;
    }

    private Optional<String> server(Consumer<String> say) {
        if (tracking.optionalText("mlflow").isPresent()) {
            return tracking.optionalText("mlflow");
        }
        if (tracking.text("mlflow").equals("none") || environment.isEmpty()) {
            return Optional.empty();
        }
        if (!isServer(environment.get())) {
            say.accept("turnpike: " + SERVER + ": expected http://… or https://…, found '" + environment.get()
                    + "'. The run is not tracked; name a tracking server, or set tracking.mlflow = none.");
            return Optional.empty();
        }
        return environment;
    }

    private static boolean isServer(String address) {
        return address.matches("https?://[^/].*");
    }
}
