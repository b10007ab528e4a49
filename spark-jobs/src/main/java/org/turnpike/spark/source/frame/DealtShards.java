package org.turnpike.spark.source.frame;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.RDDInfo;
import org.apache.spark.storage.StorageLevel;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.LogicalShards;
import org.turnpike.data.StoredRows;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;

/**
 * Rows dealt into logical shards, each a block on the executors' local disks that any worker can fetch. What an executor that is
 * lost had is dealt anew from the source.
 */
public final class DealtShards {
    private final RDD<ShardBlock> blocks;
    private final Handle handle;

    /**
     * What a worker needs to fetch its shards.
     *
     * @param id of the blocks, by which Spark knows them
     */
    public record Handle(int id, int rows, int shards, StoredRows.Layout layout) implements Serializable {
        public LogicalShards plan() {
            return new LogicalShards(rows, shards);
        }
    }

    DealtShards(RDD<ShardBlock> blocks, LogicalShards plan, StoredRows.Layout layout) {
        this.blocks = blocks.persist(StorageLevel.DISK_ONLY());
        this.handle = new Handle(blocks.id(), plan.rows(), plan.count(), layout);
    }

    /** Deals a table of this process. */
    public static DealtShards of(JavaSparkContext spark, Table table, int shards) {
        LogicalShards plan = new LogicalShards(table.rows(), shards);
        StoredRows.Layout layout = layout(table);
        List<ShardBlock> all = IntStream.range(0, shards)
                .mapToObj(shard -> block(table, layout, plan.rowsOf(shard)))
                .toList();
        RDD<ShardBlock> blocks = spark.parallelize(new ArrayList<>(all), shards).rdd();
        return new DealtShards(blocks, plan, layout);
    }

    public Handle handle() {
        return handle;
    }

    /** The rows, a partition for each shard. */
    RDD<ShardBlock> blocks() {
        return blocks;
    }

    /** Sees to it that every shard lies on some executor: at first all are dealt, later those that were lost. */
    public void ready() {
        int there = Stream.of(blocks.sparkContext().getRDDStorageInfo())
                .filter(info -> info.id() == handle.id())
                .mapToInt(RDDInfo::numCachedPartitions)
                .sum();
        if (there < handle.shards()) {
            blocks.count();
        }
    }

    /** Lets the executors delete them. */
    public void forget() {
        blocks.unpersist(false);
    }

    private static ShardBlock block(Table table, StoredRows.Layout layout, int... rows) {
        float[] numbers = new float[rows.length * layout.width()];
        for (int i = 0; i < rows.length; i++) {
            int offset = i * layout.width();
            table.features().copyRow(rows[i], numbers, offset);
            int next = offset + layout.features();
            if (table.targets() instanceof ClassLabels classes) {
                numbers[next++] = classes.label(rows[i]);
            } else if (table.targets() instanceof TargetValues values) {
                values.values().copyRow(rows[i], numbers, next);
                next += layout.values();
            }
            if (layout.isWeighted()) {
                numbers[next] = table.weights().weight(rows[i]);
            }
        }
        return new ShardBlock(rows.length, numbers);
    }

    private static StoredRows.Layout layout(Table table) {
        return new StoredRows.Layout(
                table.features().width(),
                table.targets() instanceof ClassLabels classes ? classes.width() : 0,
                table.targets() instanceof TargetValues values ? values.width() : 0,
                !table.weights().isUniform());
    }
}
