package org.turnpike.spark.job.training;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;

/** A model's files in memory. */
final class ModelFiles {
    private ModelFiles() {}

    static NeuralOde model(byte[] description, byte[] weights) {
        try {
            return ModelFile.read(
                    new ByteArrayInputStream(description), new ByteArrayInputStream(weights), "the stage's model");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }
}
