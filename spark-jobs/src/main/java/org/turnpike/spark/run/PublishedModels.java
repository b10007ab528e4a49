package org.turnpike.spark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;

/**
 * A directory, at any Hadoop path, with the model that is in use and those that were before. Each lies in a directory of its own
 * that never changes; the one file {@value #POINTER} names the current one and is replaced in one step, so that whoever reads
 * finds one of two whole models.
 *
 * @param location without a slash at its end
 */
public record PublishedModels(Storage storage, String location) {
    static final String POINTER = "current.json";
    private static final String FORMAT = "turnpike-models";
    private static final int ID_DIGITS = 12;

    public PublishedModels {
        location = location.length() > 1 ? location.replaceFirst("/+$", "") : location;
    }

    /**
     * A model that was published.
     *
     * @param id the name of its directory: the beginning of its fingerprint
     * @param published when, in ISO 8601
     * @param from where it was copied from
     */
    public record Entry(String id, String published, String from) {}

    /** Where the model lies that {@code location} stands for: the current one of published models, else {@code location}. */
    public static String resolve(Storage storage, String location) {
        PublishedModels models = new PublishedModels(storage, location);
        return models.entries().stream()
                .findFirst()
                .map(entry -> models.place(entry.id()))
                .orElse(location);
    }

    /** The current one first, then those before it; none where nothing was published yet. */
    public List<Entry> entries() {
        String pointer = place(POINTER);
        if (!storage.exists(pointer)) {
            return List.of();
        }
        JsonNode json = Json.read(storage, pointer);
        if (!json.path("format").asText().equals(FORMAT)) {
            throw Json.damaged(pointer, "the format '" + FORMAT + "'", json.has("format") ? "another" : "none");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode model : json.path("models")) {
            entries.add(new Entry(
                    model.path("model").asText(),
                    model.path("published").asText(),
                    model.path("from").asText()));
        }
        if (entries.isEmpty()) {
            throw Json.damaged(pointer, "the models that were published", "none");
        }
        return entries;
    }

    /**
     * Makes a model the current one. What is current already stays, and is not written again.
     *
     * @param run that it comes from, for its settings and figures; empty for a model alone
     * @param keep how many models stay, the current one among them, at least 2
     */
    public Entry publish(NeuralOde model, Optional<RunDirectory> run, String from, String now, int keep) {
        List<Entry> before = entries();
        String id = id(model);
        if (!before.isEmpty() && before.get(0).id().equals(id)) {
            return before.get(0);
        }
        RunDirectory copy = new RunDirectory(storage, place(id));
        copy.write(model);
        run.flatMap(RunDirectory::metrics).ifPresent(copy::write);
        run.flatMap(RunDirectory::manifest).ifPresent(copy::write);
        Entry entry = new Entry(id, now, from);
        point(entry, before, keep);
        return entry;
    }

    /** Makes the model before the current one the current one again; the one that was current goes behind all others. */
    public Entry goBack() {
        List<Entry> entries = entries();
        if (entries.size() < 2) {
            throw new UserError(
                    ExitCode.USAGE,
                    "a model that was published before the current one",
                    entries.isEmpty() ? "nothing published" : "only the current one",
                    location,
                    "Publish the model that you want: --model DIR.");
        }
        Entry current = entries.get(1);
        List<Entry> others = new ArrayList<>(entries.subList(2, entries.size()));
        others.add(entries.get(0));
        point(current, others, entries.size());
        return current;
    }

    private void point(Entry current, List<Entry> before, int keep) {
        List<Entry> entries = new ArrayList<>(List.of(current));
        before.stream().filter(entry -> !entry.id().equals(current.id())).forEach(entries::add);
        List<Entry> kept = entries.subList(0, Math.min(keep, entries.size()));
        ObjectNode json = Json.object().put("format", FORMAT).put("current", current.id());
        ArrayNode models = json.putArray("models");
        for (Entry entry : kept) {
            models.addObject()
                    .put("model", entry.id())
                    .put("published", entry.published())
                    .put("from", entry.from());
        }
        storage.write(place(POINTER), stream -> stream.write(Json.pretty(json).getBytes(StandardCharsets.UTF_8)));
        entries.subList(kept.size(), entries.size()).forEach(gone -> storage.delete(place(gone.id())));
    }

    private static String id(NeuralOde model) {
        // the description holds the SHA-256 of the weights
        String description = new String(ModelFile.of(model).description(), StandardCharsets.UTF_8);
        return Fingerprint.of(description).substring(0, ID_DIGITS);
    }

    private String place(String name) {
        return location + "/" + name;
    }
}
