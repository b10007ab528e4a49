package org.turnpike.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The two files of a model: {@value #DESCRIPTION}, its architecture and all else in plain JSON, and {@value #WEIGHTS}. A model
 * that was written and read again gives the same bits.
 *
 * <p>Both are data and nothing else: no class is named in them, nothing in them is run. The description carries the weights'
 * SHA-256, so that files of two models do not mix and no bit flips unseen.
 *
 * @param description the bytes of {@value #DESCRIPTION}, not copied
 * @param weights the bytes of {@value #WEIGHTS}, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // two files' contents on their way; nothing compares them
public record ModelFile(byte[] description, byte[] weights) {

    public static final String DESCRIPTION = "model.json";
    public static final String WEIGHTS = "weights.safetensors";

    /** A description is some thousand bytes; with a hundred thousand feature names it is still well below this. */
    private static final int MOST_DESCRIPTION_BYTES = 64 << 20;

    /** The files of {@code model}. */
    public static ModelFile of(NeuralOde model) {
        byte[] weights = Safetensors.write(model.layout(), model.weights());
        byte[] description = ModelJson.of(model, hex(sha256().digest(weights))).bytes();
        return new ModelFile(description, weights);
    }

    /**
     * Reads a model.
     *
     * @param description opened at {@value #DESCRIPTION}; not closed
     * @param weights opened at {@value #WEIGHTS}; not closed
     * @param where the model's directory, for messages
     * @throws ModelError where a file is truncated, foreign, damaged, of another model or of a later release
     */
    public static NeuralOde read(InputStream description, InputStream weights, String where) throws IOException {
        String place = where + "/" + DESCRIPTION;
        byte[] bytes = description.readNBytes(MOST_DESCRIPTION_BYTES + 1);
        if (bytes.length > MOST_DESCRIPTION_BYTES) {
            throw new ModelError(
                    place, "at most " + MOST_DESCRIPTION_BYTES + " bytes", "more", "This is no model of Turnpike's.");
        }
        ModelJson json = ModelJson.read(bytes, place);
        String weightsPlace = where + "/" + WEIGHTS;
        DigestInputStream digested = new DigestInputStream(weights, sha256());
        float[] values = Safetensors.read(digested, json.layout(place), weightsPlace);
        String found = hex(digested.getMessageDigest().digest());
        if (!found.equals(json.weightsSha256())) {
            throw new ModelError(
                    weightsPlace,
                    "the SHA-256 " + json.weightsSha256() + " that " + DESCRIPTION + " names",
                    found,
                    "The file is damaged or belongs to another model. " + JsonPlace.REMEDY);
        }
        return json.with(values, place);
    }

    /** Writes both files into {@code directory}, which is made if need be. */
    public void save(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve(WEIGHTS), weights);
        Files.write(directory.resolve(DESCRIPTION), description);
    }

    /** Reads the model in {@code directory}. */
    public static NeuralOde load(Path directory) throws IOException {
        try (InputStream description = Files.newInputStream(directory.resolve(DESCRIPTION));
                InputStream weights = Files.newInputStream(directory.resolve(WEIGHTS))) {
            return read(description, weights, directory.toString());
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
