package org.turnpike.spark.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.spark.checkpoint.CheckpointDirectory;
import org.turnpike.spark.storage.Storage;

/**
 * The directory of a run, at any Hadoop path. Every write is whole or not at all, and goes over what was there.
 *
 * @param location without a slash at its end
 */
public record RunDirectory(Storage storage, String location) {
    static final String MODEL = "model";
    private static final String MANIFEST = "manifest.json";
    private static final String METRICS = "metrics.json";
    private static final String HISTORY = "history.csv";
    private static final String CHECKPOINTS = "checkpoints";

    public RunDirectory {
        location = location.length() > 1 ? location.replaceFirst("/+$", "") : location;
    }

    /** The manifest, if there is one. */
    public Optional<Manifest> manifest() {
        String place = place(MANIFEST);
        return storage.exists(place)
                ? Optional.of(ManifestJson.read(Json.read(storage, place), place))
                : Optional.empty();
    }

    public void write(Manifest manifest) {
        write(MANIFEST, Json.pretty(ManifestJson.write(manifest)));
    }

    /** The metrics, if there are any. */
    public Optional<Metrics> metrics() {
        String place = place(METRICS);
        return storage.exists(place) ? Optional.of(Metrics.read(Json.read(storage, place))) : Optional.empty();
    }

    public void write(Metrics metrics) {
        write(METRICS, Json.pretty(metrics.json()));
    }

    /** The history; an empty one where there is none. */
    public History history() {
        String place = place(HISTORY);
        if (!storage.exists(place)) {
            return new History();
        }
        try (InputStream stream = storage.open(place)) {
            return History.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw storage.unreadable(place, e);
        }
    }

    public void write(History history, Outputs outputs) {
        write(HISTORY, history.text(outputs));
    }

    /** The model of the last stage that has ended. */
    public NeuralOde model() {
        return ModelDirectory.read(storage, place(MODEL));
    }

    public void write(NeuralOde model) {
        ModelDirectory.write(storage, place(MODEL), model);
    }

    public boolean hasModel() {
        return ModelDirectory.exists(storage, place(MODEL));
    }

    /** The model of stage number {@code stage}, kept where a later one has taken its place, with the stages counted from 0. */
    public Optional<NeuralOde> modelAfter(int stage, String name) {
        String place = place(stageModel(stage, name));
        return ModelDirectory.exists(storage, place)
                ? Optional.of(ModelDirectory.read(storage, place))
                : Optional.empty();
    }

    public void writeAfter(int stage, String name, NeuralOde model) {
        ModelDirectory.write(storage, place(stageModel(stage, name)), model);
    }

    public CheckpointDirectory checkpoints() {
        return new CheckpointDirectory(storage, place(CHECKPOINTS));
    }

    public String place(String name) {
        return location + "/" + name;
    }

    private static String stageModel(int stage, String name) {
        return "stages/" + (stage + 1) + "-" + name;
    }

    private void write(String name, String text) {
        storage.write(place(name), stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
