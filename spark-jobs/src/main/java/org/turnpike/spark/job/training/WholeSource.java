package org.turnpike.spark.job.training;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.turnpike.data.LogicalShards;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Nearby;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.TrainingData;
import org.turnpike.training.batch.Shards;

/** The rows of a job's sources: the driver's own where it is near; else a worker reads all of them and keeps its shards. */
record WholeSource(String job, String stage, Nearby<DataSet> rows) implements ShardSource {

    @Override
    public TrainingData load(NeuralOde model, Seat seat) {
        JobPlan plan = JobPlan.ofStage(JobFile.ofCanonical(job, "the job", List.of()), stage);
        DataSet all = rows.find().orElseGet(() -> read(plan));
        Table training = all.training().sample(DataPart.EVERY_ROW);
        Optional<Table> validation = all.validation().map(part -> part.sample(DataPart.EVERY_ROW));
        int shards = plan.compute()
                .logicalShards(training.rows(), plan.stages().get(0).training().batchRows());
        if (seat.workers() == 1) {
            return TrainingData.local(model, training, validation, shards);
        }
        int[] held = seat.shards(shards);
        return new TrainingData(
                held(model, training, shards, held), validation.map(table -> held(model, table, shards, held)));
    }

    static Shards held(NeuralOde model, Table all, int count, int... held) {
        LogicalShards plan = new LogicalShards(all.rows(), count);
        SortedMap<Integer, Table> tables = new TreeMap<>();
        for (int shard : held) {
            if (plan.members(shard) > 0) {
                tables.put(shard, model.prepare(all.select(plan.rowsOf(shard))));
            }
        }
        return Shards.held(plan, tables, held);
    }

    private static DataSet read(JobPlan plan) {
        Storage storage = new Storage(
                SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()));
        return new SourceReader(storage).read(plan.data().settings());
    }
}
