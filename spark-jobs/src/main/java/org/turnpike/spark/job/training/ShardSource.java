package org.turnpike.spark.job.training;

import java.io.Serializable;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.training.TrainingData;

/** Where a worker's rows come from. It travels to the worker: settings and names, never rows. */
interface ShardSource extends Serializable {

    /** Asked on the driver before each segment: sees to it that the rows can be had, also after executors were lost. */
    default void ready() {}

    /**
     * The logical shards that {@link Seat#shards} gives to the worker, of the training and of the validation rows, prepared for
     * the model. Asked once for each set of workers that a stage is trained by.
     */
    TrainingData load(NeuralOde model, Seat seat) throws Exception;
}
