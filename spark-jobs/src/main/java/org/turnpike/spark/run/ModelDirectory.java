package org.turnpike.spark.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.turnpike.model.ModelError;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;

/** A model's two files in a directory of their own, at any Hadoop path. */
public final class ModelDirectory {
    private ModelDirectory() {}

    /** Writes the model in place of the one that was there; at every moment one of the two is there in full. */
    public static void write(Storage storage, String location, NeuralOde model) {
        ModelFile files = ModelFile.of(model);
        Map<String, Storage.Content> contents = new LinkedHashMap<>();
        contents.put(ModelFile.WEIGHTS, stream -> stream.write(files.weights()));
        contents.put(ModelFile.DESCRIPTION, stream -> stream.write(files.description()));
        storage.writeDirectory(location, contents);
    }

    /**
     * Reads the model of a model directory, or of a run's.
     *
     * @throws UserError with exit code 3 where there is none
     * @throws ModelError where it is damaged or foreign
     */
    public static NeuralOde read(Storage storage, String location) {
        String place = find(storage, location);
        try {
            return readAt(storage, place);
        } catch (ModelError e) {
            // an object store replaces two files one after the other: between the two the former ones lie beside
            String former = Storage.formerly(place);
            if (holdsModel(storage, former)) {
                return readAt(storage, former);
            }
            throw e;
        }
    }

    private static NeuralOde readAt(Storage storage, String place) {
        try (InputStream description = storage.open(place + "/" + ModelFile.DESCRIPTION);
                InputStream weights = storage.open(place + "/" + ModelFile.WEIGHTS)) {
            return ModelFile.read(description, weights, place);
        } catch (IOException e) {
            throw storage.unreadable(place, e);
        }
    }

    /** Whether there is a model to {@link #read}. */
    public static boolean exists(Storage storage, String location) {
        return holdsModel(storage, location) || holdsModel(storage, Storage.formerly(location));
    }

    private static String find(Storage storage, String location) {
        String inRun = location + "/" + RunDirectory.MODEL;
        for (String place : new String[] {location, inRun, Storage.formerly(inRun), Storage.formerly(location)}) {
            if (holdsModel(storage, place)) {
                return place;
            }
        }
        throw new UserError(
                ExitCode.DATA,
                "a model's directory with its " + ModelFile.DESCRIPTION + ", or a run's that holds a model",
                storage.exists(location) ? "none in it" : "nothing there",
                location,
                "Name the directory that train was given as --output; a run has a model once a stage has ended.");
    }

    private static boolean holdsModel(Storage storage, String location) {
        return storage.exists(location + "/" + ModelFile.DESCRIPTION);
    }
}
