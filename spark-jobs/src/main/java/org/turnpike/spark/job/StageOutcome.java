package org.turnpike.spark.job;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.EpochReport;
import org.turnpike.training.TrainingEnd;

/**
 * What a worker sends back of a stage.
 *
 * @param description and {@code weights}: the files of the best model, or of the one that training began with
 * @param loss of that model; NaN where none was judged
 * @param seconds that the iterations took
 * @param millisecondsPerIteration median; NaN without an iteration
 * @param compileSeconds before the first iteration
 */
@SuppressWarnings("ArrayRecordComponent") // files' contents on their way; nothing compares them
record StageOutcome(
        byte[] description,
        byte[] weights,
        TrainingEnd end,
        double loss,
        List<EpochReport> epochs,
        long iterations,
        double seconds,
        double millisecondsPerIteration,
        double compileSeconds)
        implements Serializable {

    /** With the time that compiling took before the worker got to it. */
    StageOutcome afterCompiling(double before) {
        return new StageOutcome(
                description,
                weights,
                end,
                loss,
                epochs,
                iterations,
                seconds,
                millisecondsPerIteration,
                compileSeconds + before);
    }

    NeuralOde model() {
        return model(description, weights);
    }

    /** Whether any model was judged, which then is the one in here. */
    boolean hasLearned() {
        return Double.isFinite(loss);
    }

    static NeuralOde model(byte[] description, byte[] weights) {
        try {
            return ModelFile.read(
                    new ByteArrayInputStream(description), new ByteArrayInputStream(weights), "the worker's model");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }
}
