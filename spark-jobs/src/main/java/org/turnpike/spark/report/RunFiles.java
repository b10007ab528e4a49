package org.turnpike.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.Metrics;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.storage.Storage;

/**
 * What a run has left in its directory, as far as a report needs it. Only the manifest must be there; a file that is there
 * must be whole.
 *
 * @param absences what is not there
 */
record RunFiles(
        String location,
        Manifest manifest,
        Optional<Metrics> metrics,
        Optional<HistoryTable> history,
        Optional<NeuralOde> model,
        List<Absence> absences) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static final String METRICS = "metrics.json";
    static final String HISTORY = "history.csv";

    /**
     * @throws UserError with exit code 2 where it is no run's directory, with 3 where a file in it is damaged or foreign
     * @throws org.turnpike.model.ModelError where the model is
     */
    static RunFiles read(Storage storage, String location) throws IOException {
        RunDirectory directory = new RunDirectory(storage, location);
        Manifest manifest = directory.manifest().orElseThrow(() -> noRun(storage, location));
        List<Absence> absences = new ArrayList<>();
        Optional<Metrics> metrics = directory.metrics();
        if (metrics.isEmpty()) {
            absences.add(new Absence("Key figures", "The run has no " + METRICS + ": it has not ended, or it failed."));
        }
        Optional<HistoryTable> history = Optional.empty();
        if (storage.exists(directory.place(HISTORY))) {
            history = Optional.of(HistoryReader.read(storage, directory.place(HISTORY)))
                    .filter(read -> read.rows() > 0);
        }
        if (history.isEmpty()) {
            absences.add(new Absence("Charts of training", "The run has no " + HISTORY + ", or one without a row."));
        }
        Optional<NeuralOde> model = directory.hasModel() ? Optional.of(directory.model()) : Optional.empty();
        if (model.isEmpty()) {
            absences.add(new Absence("Figures of the model", "The run has no model: no stage of it has ended."));
        }
        return new RunFiles(directory.location(), manifest, metrics, history, model, absences);
    }

    /** The directory's own name. */
    String name() {
        String name = location.substring(location.lastIndexOf('/') + 1);
        return name.isEmpty() || name.equals(".") ? "This run" : name;
    }

    /** The metric, if the run has measured it. */
    Optional<Double> metric(String name) {
        return metrics.map(known -> known.number(name))
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble);
    }

    /** The terminal time that training began with: the first stage's setting. */
    Optional<Double> initialTerminalTime() {
        return manifest.stages().stream().findFirst().flatMap(stage -> {
            JsonNode setting = configuration().path(stage.name()).path("terminal-time");
            JsonNode value = setting.isObject() ? setting.path("initial") : setting;
            return value.isNumber() || value.isTextual() ? number(value.asText()) : Optional.empty();
        });
    }

    /** Every setting of the run, defaults included. */
    JsonNode configuration() {
        try {
            return MAPPER.readTree(manifest.configuration());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest's configuration is JSON", e);
        }
    }

    /** Settings of the command line are text. */
    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static UserError noRun(Storage storage, String location) {
        return new UserError(
                ExitCode.USAGE,
                "the directory of a run, with its manifest.json",
                storage.exists(location) ? "none in it" : "nothing there",
                location,
                "Name the directory that train was given as --output.");
    }
}
