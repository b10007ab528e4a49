package org.turnpike.spark.job.training;

import java.util.Optional;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.exchange.Workers.Shared;
import org.turnpike.training.TrainingData;

/**
 * The rows of a micro-batch, which come from the driver.
 *
 * @param shards that they are dealt into
 */
record MicroBatchSource(Shared<TableParts> rows, int shards) implements ShardSource {

    @Override
    public TrainingData load(NeuralOde model, Seat seat) {
        Table table = rows.value().table();
        return seat.workers() == 1
                ? TrainingData.local(model, table, Optional.empty(), shards)
                : new TrainingData(WholeSource.held(model, table, shards, seat.shards(shards)), Optional.empty());
    }
}
