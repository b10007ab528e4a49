package org.turnpike.spark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.turnpike.spark.driver.Version;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

/** A {@link Manifest} as JSON. */
final class ManifestJson {
    private static final String FORMAT = "turnpike-run";

    private ManifestJson() {}

    static ObjectNode write(Manifest manifest) {
        ObjectNode json = Json.object();
        json.put("format", FORMAT).put("version", manifest.version());
        json.put("status", manifest.status().text());
        json.put("started", manifest.started()).put("finished", manifest.finished());
        json.put("message", manifest.message());
        json.put("configuration_fingerprint", manifest.configurationFingerprint());
        ArrayNode data = json.putArray("data");
        for (DataRecord part : manifest.data()) {
            data.addObject()
                    .put("part", part.part())
                    .put("origin", part.origin())
                    .put("rows", part.rows())
                    .put("skipped", part.skipped())
                    .put("fingerprint", part.fingerprint());
        }
        ArrayNode stages = json.putArray("stages");
        manifest.stages().forEach(stage -> write(stages.addObject(), stage));
        json.set("configuration", Json.parse(manifest.configuration()));
        return json;
    }

    private static void write(ObjectNode json, StageRecord stage) {
        json.put("name", stage.name()).put("status", stage.status().text());
        json.put("started", stage.started()).put("finished", stage.finished());
        json.put("end", stage.end());
        json.put("epochs", stage.epochs()).put("iterations", stage.iterations());
        Json.put(json, "loss", stage.loss().orElse(Double.NaN));
        json.put("initial_time", stage.initialTime()).put("terminal_time", stage.terminalTime());
        json.put("seconds", stage.seconds());
        Json.put(json, "ms_per_iteration", stage.millisecondsPerIteration().orElse(Double.NaN));
        json.put("compile_seconds", stage.compileSeconds());
        json.put("fingerprint", stage.fingerprint());
    }

    /**
     * @throws UserError where a key is missing, as in what another version wrote, or has a value of another kind
     */
    static Manifest read(JsonNode json, String location) {
        if (!json.path("format").asText().equals(FORMAT)) {
            throw Json.damaged(location, "the format '" + FORMAT + "'", json.has("format") ? "another" : "none");
        }
        Reader reader = new Reader(location, json.path("version"));
        List<DataRecord> data = new ArrayList<>();
        for (JsonNode part : reader.list(json, "data")) {
            data.add(new DataRecord(
                    reader.text(part, "part"),
                    reader.text(part, "origin"),
                    (long) reader.number(part, "rows"),
                    (long) reader.number(part, "skipped"),
                    reader.text(part, "fingerprint")));
        }
        List<StageRecord> stages = new ArrayList<>();
        for (JsonNode stage : reader.list(json, "stages")) {
            stages.add(reader.stage(stage));
        }
        return new Manifest(
                reader.text(json, "version"),
                reader.status(json),
                reader.text(json, "started"),
                reader.text(json, "finished"),
                reader.text(json, "message"),
                reader.text(json, "configuration_fingerprint"),
                Json.line(json.path("configuration")),
                data,
                stages);
    }

    /** @param version that the manifest names as its writer's */
    private record Reader(String location, JsonNode version) {
        StageRecord stage(JsonNode json) {
            return new StageRecord(
                    text(json, "name"),
                    status(json),
                    text(json, "fingerprint"),
                    text(json, "started"),
                    text(json, "finished"),
                    text(json, "end"),
                    (long) number(json, "epochs"),
                    (long) number(json, "iterations"),
                    optional(json, "loss"),
                    number(json, "initial_time"),
                    number(json, "terminal_time"),
                    number(json, "seconds"),
                    optional(json, "ms_per_iteration"),
                    number(json, "compile_seconds"));
        }

        String text(JsonNode json, String key) {
            JsonNode value = json.path(key);
            if (!value.isTextual()) {
                throw unexpected("text", key, value);
            }
            return value.textValue();
        }

        double number(JsonNode json, String key) {
            JsonNode value = json.path(key);
            if (!value.isNumber()) {
                throw unexpected("a number", key, value);
            }
            return value.doubleValue();
        }

        OptionalDouble optional(JsonNode json, String key) {
            return json.hasNonNull(key) ? OptionalDouble.of(number(json, key)) : OptionalDouble.empty();
        }

        Status status(JsonNode json) {
            String text = text(json, "status");
            for (Status status : Status.values()) {
                if (status.text().equals(text)) {
                    return status;
                }
            }
            throw Json.damaged(location, "a status that there is", "'" + text + "'");
        }

        JsonNode list(JsonNode json, String key) {
            JsonNode value = json.path(key);
            if (!value.isArray()) {
                throw unexpected("a list", key, value);
            }
            return value;
        }

        /** A file that is whole, names its writer and lacks a key is not damaged: it was written by other code. */
        private UserError unexpected(String kind, String key, JsonNode value) {
            if (!value.isMissingNode() || !version.isTextual()) {
                String found = value.isMissingNode() ? "none" : value.toString();
                return Json.damaged(location, kind + " under '" + key + "'", found);
            }
            String current = Version.CURRENT.turnpike();
            String writer = version.textValue();
            return new UserError(
                    ExitCode.DATA,
                    "the manifest of a run by this Turnpike, " + current,
                    "one without '" + key + "', by Turnpike " + writer
                            + (writer.equals(current) ? " of another build" : ""),
                    location,
                    "The run is of another version, and is kept as it is: use the version that wrote it, or name a fresh"
                            + " directory as --output.");
        }
    }
}
