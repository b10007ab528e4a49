package org.turnpike.spark.source.frame;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.RDDBlockId;
import org.turnpike.data.LogicalShards;
import org.turnpike.data.RowStore;
import org.turnpike.data.StoredRows;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.batch.Shards;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Fetches a worker's shards: into its memory as far as its share of it goes, the rest into files on its local disk. For one worker
 * and all of its parts.
 */
public final class ShardLoader {
    private final NeuralOde model;
    private final Path directory;
    private long memory;

    /**
     * @param model for which rows are prepared
     * @param memory bytes that shards may take of the worker's memory
     */
    public ShardLoader(NeuralOde model, long memory) {
        this.model = model;
        this.memory = memory;
        this.directory =
                SparkEnv.get().blockManager().diskBlockManager().localDirs()[0].toPath();
    }

    /** @param held numbers of the shards that the worker answers for, ascending */
    public Shards load(DealtShards.Handle handle, int... held) throws IOException {
        LogicalShards plan = handle.plan();
        SortedMap<Integer, StoredRows> rows = new TreeMap<>();
        for (int shard : held) {
            if (plan.members(shard) > 0) {
                rows.put(shard, load(handle, shard, plan.members(shard)));
            }
        }
        return Shards.held(plan, rows, held);
    }

    private StoredRows load(DealtShards.Handle handle, int shard, int members) throws IOException {
        int width = handle.layout().width();
        try (RowStore.Builder store = new RowStore.Builder(members, width, memory, directory)) {
            memory -= store.residentBytes();
            Iterator<ShardBlock> blocks = fetch(handle, shard);
            while (blocks.hasNext()) {
                ShardBlock block = blocks.next();
                model.standardisation().ifPresent(known -> known.applyInPlace(block.numbers(), width, block.rows()));
                store.add(block.numbers(), 0, block.rows());
            }
            return StoredRows.of(store.build(), handle.layout());
        }
    }

    @SuppressWarnings("unchecked") // nothing else is stored under that name
    private static Iterator<ShardBlock> fetch(DealtShards.Handle handle, int shard) {
        Option<BlockResult> found = SparkEnv.get()
                .blockManager()
                .get(new RDDBlockId(handle.id(), shard), ClassTag$.MODULE$.apply(ShardBlock.class));
        if (found.isEmpty()) {
            throw new UserError(
                    ExitCode.CLUSTER,
                    "the rows of logical shard " + shard,
                    "none on any executor",
                    "the cluster",
                    "An executor that had them was lost: run the same command again.");
        }
        scala.collection.Iterator<?> data = found.get().data();
        return (Iterator<ShardBlock>) CollectionConverters.asJava(data);
    }
}
