package org.turnpike.spark.source.frame;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.turnpike.data.LogicalShards;
import org.turnpike.data.StoredRows;
import org.turnpike.execution.Backend;
import org.turnpike.execution.choice.Backends;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.evaluation.Evaluator;

/**
 * Sums a model's figures over a logical shard, on an executor.
 *
 * @param plan of the shards, each a partition
 */
@SuppressWarnings("ArrayRecordComponent") // files' contents on their way; nothing compares them
record ShardEvaluation(byte[] description, byte[] weights, String backend, StoredRows.Layout layout, LogicalShards plan)
        implements FlatMapFunction<Iterator<ShardBlock>, ShardEvaluation.Sums> {

    /** @param failure of the first row that could not be solved, or null */
    record Sums(double[] sums, SampleFailure failure) implements Serializable {}

    @Override
    public Iterator<Sums> call(Iterator<ShardBlock> blocks) throws IOException {
        NeuralOde model = ModelFile.read(
                new ByteArrayInputStream(description), new ByteArrayInputStream(weights), "the model to evaluate");
        long row = plan.firstRow(TaskContext.getPartitionId());
        double[] total = null;
        SampleFailure failure = null;
        try (Evaluator evaluator = new Evaluator(model, new Compute(backend(backend), 1))) {
            while (blocks.hasNext()) {
                ShardBlock block = blocks.next();
                if (block.rows() == 0) {
                    continue;
                }
                double[] sums =
                        evaluator.sums(DealtPart.table(block, layout, model.featureNames(), model.outputs()), row);
                row += block.rows();
                total = total == null ? sums.clone() : added(total, sums);
                failure = failure != null ? failure : evaluator.failure().orElse(null);
            }
        }
        return total == null
                ? List.<Sums>of().iterator()
                : List.of(new Sums(total, failure)).iterator();
    }

    static Backend backend(String name) {
        return Backends.named(name, Optional.empty());
    }

    private static double[] added(double[] total, double[] sums) {
        for (int i = 0; i < total.length; i++) {
            total[i] += sums[i];
        }
        return total;
    }
}
