package org.turnpike.spark.reproduce;

import java.util.OptionalDouble;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.report.HistoryTable;
import org.turnpike.spark.run.DataRecord;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.Metrics;

/**
 * What a run has left.
 *
 * @param seed that it was drawn by
 * @param end {@link ExitCode#DONE}, or {@link ExitCode#DIVERGED} with the last good model
 * @param location its directory
 */
public record FinishedRun(
        int seed,
        ExitCode end,
        String location,
        NeuralOde model,
        Manifest manifest,
        Metrics metrics,
        HistoryTable history) {

    /**
     * Where its rows came from: a path or a generator.
     *
     * @param part {@code training}, {@code validation} or {@code test}
     */
    public String origin(String part) {
        return manifest.data(part)
                .map(DataRecord::origin)
                .orElseThrow(() -> new IllegalArgumentException(location + " has no " + part + " rows"));
    }

    /**
     * A figure of {@code metrics.json}.
     *
     * @throws UserError where the run did not write it
     */
    public double figure(String name) {
        OptionalDouble found = metrics.number(name);
        return found.orElseThrow(() -> new UserError(
                ExitCode.DATA,
                "the figure '" + name + "'",
                "none of that name that is finite",
                location + "/metrics.json",
                "Remove the directory and run the same command again."));
    }
}
