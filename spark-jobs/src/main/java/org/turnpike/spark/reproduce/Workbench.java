package org.turnpike.spark.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.report.HistoryReader;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.batch.Compute;

/** Trains experiments as {@code turnpike train} does, once for every seed; what is done already is not done again. */
public final class Workbench {

    /** The command {@code train}. */
    @FunctionalInterface
    public interface Training {
        /** @param settings each {@code key=value} */
        ExitCode train(String jobFile, List<String> settings, String output) throws Exception;
    }

    private final Storage storage;
    private final Training training;
    private final String jobs;
    private final String runs;
    private final int seeds;
    private final Compute compute;
    private final Effort effort;

    /**
     * @param jobs directory of the job files
     * @param runs directory of the runs
     * @param seeds how many; they are 1, 2, …
     * @param compute for what is measured beside training
     * @param effort epochs, rows and data, for reproductions whose job files leave them open
     */
    public Workbench(
            Storage storage, Training training, String jobs, String runs, int seeds, Compute compute, Effort effort) {
        this.storage = storage;
        this.training = training;
        this.jobs = jobs;
        this.runs = runs;
        this.seeds = seeds;
        this.compute = compute;
        this.effort = effort;
    }

    /** The same with fewer seeds, where there are more than {@code most}. */
    public Workbench ofAtMost(int most) {
        return new Workbench(storage, training, jobs, runs, Math.min(most, seeds), compute, effort);
    }

    public int seeds() {
        return seeds;
    }

    public Effort effort() {
        return effort;
    }

    public Compute compute() {
        return compute;
    }

    /** One run for each seed, in their order. A job file sees the seed as {@code ${seed}}. */
    public List<FinishedRun> train(Experiment experiment) {
        return IntStream.rangeClosed(1, seeds)
                .mapToObj(seed -> train(experiment, seed))
                .toList();
    }

    /** @throws UserError where the run fails; divergence is no failure but a result */
    public FinishedRun train(Experiment experiment, int seed) {
        List<String> settings = new ArrayList<>(experiment.settings());
        settings.add("seed=" + seed);
        String output = runs + "/" + experiment.name() + "/seed-" + seed;
        ExitCode end = end(jobs + "/" + experiment.job() + ".conf", settings, output);
        RunDirectory run = new RunDirectory(storage, output);
        if ((end != ExitCode.DONE && end != ExitCode.DIVERGED) || run.metrics().isEmpty()) {
            throw new UserError(
                    end == ExitCode.DONE ? ExitCode.DATA : end,
                    "a run of " + experiment.name() + " that ends well",
                    "what stands above",
                    output,
                    "Put it right and run the same command again: runs that are done are kept.");
        }
        try {
            return new FinishedRun(
                    seed,
                    end,
                    output,
                    run.model(),
                    run.manifest().orElseThrow(),
                    run.metrics().get(),
                    HistoryReader.read(storage, run.place("history.csv")));
        } catch (IOException e) {
            throw storage.unreadable(output, e);
        }
    }

    private ExitCode end(String jobFile, List<String> settings, String output) {
        try {
            return training.train(jobFile, settings, output);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("training " + output + " failed", e);
        }
    }
}
