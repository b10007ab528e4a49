package org.turnpike.training;

import java.util.Optional;
import org.turnpike.data.Table;
import org.turnpike.data.image.ImageAugmentation;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.batch.FreshRows;
import org.turnpike.training.batch.Shards;

/**
 * The rows that one worker holds, prepared for the model's programs ({@link NeuralOde#prepare}).
 *
 * @param training rows to learn from
 * @param validation rows to judge by, which choose the model that is kept
 * @param fresh rows to learn from in the place of {@code training}, other ones in every epoch, dealt in the same way
 * @param augmentation by which the images that are learned from are varied; those to judge by are not
 */
public record TrainingData(
        Shards training,
        Optional<Shards> validation,
        Optional<FreshRows> fresh,
        Optional<ImageAugmentation> augmentation) {

    public TrainingData(Shards training, Optional<Shards> validation) {
        this(training, validation, Optional.empty(), Optional.empty());
    }

    public TrainingData withFresh(FreshRows rows) {
        return new TrainingData(training, validation, Optional.of(rows), augmentation);
    }

    public TrainingData withAugmentation(ImageAugmentation images) {
        return new TrainingData(training, validation, fresh, Optional.of(images));
    }

    /**
     * All rows on a single worker.
     *
     * @param training raw rows
     * @param validation raw rows
     * @param logicalShards parts that the rows are dealt into; results depend on it, in the last bits
     */
    public static TrainingData local(NeuralOde model, Table training, Optional<Table> validation, int logicalShards) {
        model.outputs().requireMatch(training.targets(), "training data");
        validation.ifPresent(rows -> model.outputs().requireMatch(rows.targets(), "validation data"));
        return new TrainingData(
                Shards.of(model.prepare(training), logicalShards),
                validation.map(rows -> Shards.of(model.prepare(rows), logicalShards)));
    }
}
