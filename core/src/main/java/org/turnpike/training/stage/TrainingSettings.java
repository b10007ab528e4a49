package org.turnpike.training.stage;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

/**
 * What every stage is told about how to train.
 *
 * @param epochs passes over the training rows
 * @param batchRows rows in a batch, of all shards together; empty for all rows at once
 * @param optimizer of the weights
 * @param schedule of its rate
 * @param clipNorm longest gradient; empty for no limit
 * @param validateEvery epochs from one validation to the next
 * @param patience epochs without a better validation loss (without validation rows, training loss) after which training
 *     ends; empty for never
 * @param seed of the batches' shuffles
 */
public record TrainingSettings(
        int epochs,
        OptionalInt batchRows,
        OptimizerSettings optimizer,
        Schedule schedule,
        OptionalDouble clipNorm,
        GradientMethod gradientMethod,
        int validateEvery,
        OptionalInt patience,
        long seed) {

    public TrainingSettings {
        requirePositive("number of epochs", epochs);
        requirePositive("number of epochs between validations", validateEvery);
        batchRows.ifPresent(rows -> requirePositive("number of rows in a batch", rows));
        patience.ifPresent(count -> requirePositive("patience", count));
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("The " + what + " must be at least 1, found " + value + ".");
        }
    }
}
