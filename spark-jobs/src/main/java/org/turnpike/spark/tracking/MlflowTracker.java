package org.turnpike.spark.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.mlflow.tracking.creds.MlflowHostCredsProvider;
import org.turnpike.training.IterationReport;

/**
 * Tells an MLflow tracking server of a run: settings as parameters, the latest iteration once a second, the figures of the model.
 * A thread of its own talks to the server; after the first failure it says so and is silent.
 */
public final class MlflowTracker implements RunTracker {
    private static final long PAUSE_MILLISECONDS = 1000;
    private static final long PATIENCE_MILLISECONDS = 10_000;

    /** What MLflow takes in one request, and of a parameter's value. */
    private static final int MOST_PARAMETERS = 100;

    private static final int MOST_CHARACTERS = 500;

    private final Plan plan;
    private final Consumer<String> say;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::tell, "turnpike-mlflow");
    private volatile Iteration latest;
    private End end = End.FAILED;

    /**
     * What MLflow is told of a run when it begins.
     *
     * @param server the tracking URI, http://… or https://…
     * @param experiment made where there is none of that name
     * @param run the run's name
     */
    public record Plan(
            String server, String experiment, String run, Map<String, String> parameters, Map<String, String> tags) {
        public Plan {
            parameters = Map.copyOf(parameters);
            tags = Map.copyOf(tags);
        }
    }

    private record Iteration(String stage, IterationReport report) {}

    /** What the thread has to do: some figures, or the end. */
    private sealed interface Message {
        record Figures(Map<String, Double> figures) implements Message {}

        record Ended(End how) implements Message {}
    }

    /** @param say tells the user, once, that the server cannot be reached */
    public MlflowTracker(Plan plan, Consumer<String> say) {
        this.plan = plan;
        this.say = say;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void iteration(String stage, IterationReport report) {
        latest = new Iteration(stage, report);
    }

    @Override
    public void figures(Map<String, Double> figures) {
        messages.add(new Message.Figures(Map.copyOf(figures)));
    }

    @Override
    public void ends(End how) {
        end = how;
    }

    @Override
    public void close() {
        messages.add(new Message.Ended(end));
        try {
            thread.join(PATIENCE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            complain("no answer within " + PATIENCE_MILLISECONDS / 1000 + " s");
        }
    }

    private void tell() {
        try (MlflowClient client = new MlflowClient(credentials(plan.server()))) {
            String run = begin(client);
            Iteration told = null;
            while (true) {
                Message message = messages.poll(PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS);
                Iteration now = latest;
                if (now != null && !now.equals(told)) {
                    log(client, run, iterationFigures(now), now.report().iteration() + 1);
                    told = now;
                }
                if (message instanceof Message.Figures model) {
                    log(client, run, model.figures(), 0);
                } else if (message instanceof Message.Ended ended) {
                    client.setTerminated(run, status(ended.how()));
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            // the client's own exceptions, and what its libraries throw for a malformed address or answer
            complain(words(e));
        }
    }

    /** What went wrong at the bottom of it, such as “Connection refused”. */
    private static String words(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message =
                String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
        return "'" + message + "'";
    }

    private void complain(String found) {
        say.accept(
                "turnpike: MLflow at " + plan.server() + ": expected a tracking server, found " + found
                        + ". The run goes on untracked; correct tracking.mlflow or MLFLOW_TRACKING_URI, or set tracking.mlflow = none.");
    }

    private String begin(MlflowClient client) {
        String experiment = client.getExperimentByName(plan.experiment())
                .map(found -> found.getExperimentId())
                .orElseGet(() -> client.createExperiment(plan.experiment()));
        String run = client.createRun(CreateRun.newBuilder()
                        .setExperimentId(experiment)
                        .setStartTime(System.currentTimeMillis())
                        .addTags(tag("mlflow.runName", plan.run()))
                        .build())
                .getRunId();
        List<Param> parameters = plan.parameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_PARAMETERS)
                .map(each -> Param.newBuilder()
                        .setKey(each.getKey())
                        .setValue(shortened(each.getValue()))
                        .build())
                .toList();
        List<RunTag> tags = plan.tags().entrySet().stream()
                .map(each -> tag(each.getKey(), each.getValue()))
                .toList();
        client.logBatch(run, List.of(), parameters, tags);
        return run;
    }

    /** By the variables that MLflow's other clients read, which the Java client leaves to its callers. */
    private static MlflowHostCredsProvider credentials(String server) {
        String user = System.getenv("MLFLOW_TRACKING_USERNAME");
        String token = System.getenv("MLFLOW_TRACKING_TOKEN");
        if (user != null) {
            return new BasicMlflowHostCreds(server, user, System.getenv("MLFLOW_TRACKING_PASSWORD"));
        }
        return token != null ? new BasicMlflowHostCreds(server, token) : new BasicMlflowHostCreds(server);
    }

    private static Map<String, Double> iterationFigures(Iteration iteration) {
        IterationReport report = iteration.report();
        String stage = iteration.stage() + "/";
        return Map.of(
                stage + "loss", report.loss(),
                stage + "terminal_time", report.terminalTime(),
                stage + "nfe_forward", report.forwardEvaluations(),
                stage + "nfe_backward", report.backwardEvaluations(),
                stage + "gradient_norm", report.gradientNorm());
    }

    private static void log(MlflowClient client, String run, Map<String, Double> figures, long step) {
        long now = System.currentTimeMillis();
        List<Metric> metrics = new ArrayList<>();
        figures.forEach((key, value) -> metrics.add(Metric.newBuilder()
                .setKey(key)
                .setValue(value)
                .setTimestamp(now)
                .setStep(step)
                .build()));
        client.logBatch(run, metrics, List.of(), List.of());
    }

    private static RunTag tag(String key, String value) {
        return RunTag.newBuilder().setKey(key).setValue(value).build();
    }

    private static String shortened(String value) {
        return value.length() <= MOST_CHARACTERS ? value : value.substring(0, MOST_CHARACTERS - 1) + "…";
    }

    private static RunStatus status(End how) {
        return switch (how) {
            case FINISHED -> RunStatus.FINISHED;
            case FAILED -> RunStatus.FAILED;
            case KILLED -> RunStatus.KILLED;
        };
    }
}
