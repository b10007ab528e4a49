package org.turnpike.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;

/**
 * What a run has left in its directory, as far as a report needs it. Only the manifest must be there; a file that is there
 * must be whole.
 *
 * @param metrics missing where the run has written none yet
 * @param absences what is not there
 */
record RunFiles(
        String location,
        JsonNode manifest,
        JsonNode metrics,
        Optional<HistoryTable> history,
        Optional<NeuralOde> model,
        List<Absence> absences) {

    static final String FORMAT = "turnpike-run";
    static final String MANIFEST = "manifest.json";
    static final String METRICS = "metrics.json";
    static final String HISTORY = "history.csv";
    static final String MODEL = "model";

    /** A manifest of many stages with its whole configuration is some ten thousand bytes. */
    private static final int MOST_JSON_BYTES = 16 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * @throws UserError with exit code 2 where it is no run's directory, with 3 where a file in it is damaged or foreign
     * @throws org.turnpike.model.ModelError where the model is
     */
    static RunFiles read(Storage storage, String location) throws IOException {
        String manifestPlace = location + "/" + MANIFEST;
        if (!storage.exists(manifestPlace)) {
            throw new UserError(
                    ExitCode.USAGE,
                    "the directory of a run, with its " + MANIFEST,
                    storage.exists(location) ? "none in it" : "nothing there",
                    location,
                    "Name the directory that train was given as --output.");
        }
        List<Absence> absences = new ArrayList<>();
        JsonNode manifest = json(storage, manifestPlace);
        if (!manifest.path("format").asText().equals(FORMAT)) {
            throw damaged(manifestPlace, "the format '" + FORMAT + "'", manifest.has("format") ? "another" : "none");
        }
        JsonNode metrics = MissingNode.getInstance();
        if (storage.exists(location + "/" + METRICS)) {
            metrics = json(storage, location + "/" + METRICS);
        } else {
            absences.add(new Absence("Key figures", "The run has no " + METRICS + ": it has not ended, or it failed."));
        }
        Optional<HistoryTable> history = Optional.empty();
        if (storage.exists(location + "/" + HISTORY)) {
            history = Optional.of(HistoryReader.read(storage, location + "/" + HISTORY))
                    .filter(read -> read.rows() > 0);
        }
        if (history.isEmpty()) {
            absences.add(new Absence("Charts of training", "The run has no " + HISTORY + ", or one without a row."));
        }
        Optional<NeuralOde> model = Optional.empty();
        if (storage.exists(location + "/" + MODEL + "/" + ModelFile.DESCRIPTION)) {
            model = Optional.of(model(storage, location + "/" + MODEL));
        } else {
            absences.add(new Absence("Figures of the model", "The run has no model: no stage of it has ended."));
        }
        return new RunFiles(location, manifest, metrics, history, model, absences);
    }

    /** The directory's own name. */
    String name() {
        String path = location.replaceFirst("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static JsonNode json(Storage storage, String place) throws IOException {
        byte[] bytes;
        try (InputStream stream = storage.open(place)) {
            bytes = stream.readNBytes(MOST_JSON_BYTES + 1);
        }
        if (bytes.length > MOST_JSON_BYTES) {
            throw damaged(place, "at most " + MOST_JSON_BYTES + " bytes", "more");
        }
        JsonNode json;
        try {
            json = MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw damaged(place, "JSON", "what is not, or ends too early (" + e.getOriginalMessage() + ")");
        }
        if (!json.isObject()) {
            throw damaged(place, "a JSON object", bytes.length == 0 ? "an empty file" : "something else");
        }
        return json;
    }

    private static NeuralOde model(Storage storage, String place) throws IOException {
        try (InputStream description = storage.open(place + "/" + ModelFile.DESCRIPTION);
                InputStream weights = storage.open(place + "/" + ModelFile.WEIGHTS)) {
            return ModelFile.read(description, weights, place);
        }
    }

    private static UserError damaged(String place, String expected, String found) {
        return new UserError(
                ExitCode.DATA,
                expected,
                found,
                place,
                "The file is damaged or not one of Turnpike's: restore it, or run train again.");
    }
}
