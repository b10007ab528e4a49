package org.turnpike.spark.job.file;

import org.turnpike.data.generator.Fresh;
import org.turnpike.data.generator.Generator;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.TrainingData;

/** Rows that a generator draws anew for every epoch ({@code fresh=true}): each worker makes them itself. */
public final class FreshData {
    private FreshData() {}

    /** Whether {@code train} is one. */
    public static boolean isNamedBy(String train) {
        return GeneratorSpec.isMeantBy(train) && GeneratorSpec.parse(train) instanceof Fresh;
    }

    /** {@code data} with what {@code train} draws in their place, where it is a fresh generator. */
    public static TrainingData with(TrainingData data, String train, NeuralOde model) {
        if (!isNamedBy(train)) {
            return data;
        }
        Generator generator = GeneratorSpec.parse(train);
        return data.withFresh(epoch -> model.prepare(generator.draw(epoch)));
    }
}
