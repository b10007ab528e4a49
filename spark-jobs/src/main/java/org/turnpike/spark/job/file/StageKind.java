package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.stage.Stage;

/**
 * A kind of stage: all that a job file can say about it, and how that becomes the core's own {@link Stage}. There is one class a
 * kind; {@link StageKinds} lists them.
 *
 * <p>To add one: a class, a line in {@link StageKinds}, and in {@code conf/reference.conf} a block of its name that begins
 * with {@code ${every-stage}}.
 */
interface StageKind {

    /** As in a job file; its block of settings has this name. */
    String name();

    /**
     * What its block may hold beside what every stage's does ({@code epochs}, {@code optimizer}, …), by paths within the block;
     * {@link JobTime} has those of the terminal time.
     */
    Map<String, Rule> keys();

    /**
     * Reads its block, and checks all that can be checked without a model.
     *
     * @throws UserError where settings do not fit together
     */
    Reading read(StageSettings settings);

    /** A stage's block, read. */
    interface Reading {

        /** The stage, which begins with {@code model}. */
        Stage stage(NeuralOde model);

        /** When its solutions begin and end. */
        JobTime time();

        /** What is special about its settings, for a person, first its time: {@code t_f = 1}, {@code a unit of time costs 1}. */
        List<String> words();

        /** The rate κ at which it wants the loss to fall along solutions, if it wants that; runs report how well it does. */
        default OptionalDouble convergenceRate() {
            return OptionalDouble.empty();
        }
    }
}
