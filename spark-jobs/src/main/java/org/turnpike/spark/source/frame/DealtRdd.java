package org.turnpike.spark.source.frame;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.rdd.RDD;
import org.turnpike.data.LogicalShards;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Rows dealt into logical shards, a partition for each: the run of the canonical order that {@link LogicalShards} says, read from those
 * partitions of the sorted rows that it touches. Nothing is moved a second time.
 */
final class DealtRdd extends RDD<ShardBlock> {
    private static final long serialVersionUID = 1;
    private static final int BLOCK_BYTES = 1 << 18;

    private final RDD<Tuple2<byte[], byte[]>> sorted;
    private final LogicalShards plan;
    private final BlockMaker maker;
    private final long[] firstRows;

    /**
     * @param sorted rows in canonical order
     * @param firstRows number, among those that are dealt, of the first row of each of its partitions
     */
    private DealtRdd(
            RDD<Tuple2<byte[], byte[]>> sorted,
            LogicalShards plan,
            BlockMaker maker,
            long[] firstRows,
            Parents parents) {
        super(sorted.sparkContext(), dependencies(parents), ClassTag$.MODULE$.apply(ShardBlock.class));
        this.sorted = sorted;
        this.plan = plan;
        this.maker = maker;
        this.firstRows = firstRows;
    }

    static DealtRdd of(JavaPairRDD<byte[], byte[]> rows, LogicalShards plan, BlockMaker maker, long[] members) {
        long[] firstRows = new long[members.length + 1];
        for (int partition = 0; partition < members.length; partition++) {
            firstRows[partition + 1] = firstRows[partition] + members[partition];
        }
        RDD<Tuple2<byte[], byte[]>> sorted = rows.rdd();
        return new DealtRdd(sorted, plan, maker, firstRows, new Parents(sorted, plan, firstRows));
    }

    private record Shard(int index) implements Partition {
        @Override
        public int hashCode() {
            return index;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Shard shard && shard.index == index;
        }
    }

    @Override
    public Partition[] getPartitions() {
        return IntStream.range(0, plan.count()).mapToObj(Shard::new).toArray(Partition[]::new);
    }

    @Override
    public scala.collection.Iterator<ShardBlock> compute(Partition split, TaskContext context) {
        int shard = split.index();
        int first = plan.firstRow(shard);
        int end = first + plan.members(shard);
        return CollectionConverters.asScala(new Blocks(shard, first, end, context));
    }

    private final class Blocks implements Iterator<ShardBlock> {
        private final int[] parents;
        private final long end;
        private final TaskContext context;
        private int next;
        private long row;
        private Iterator<Tuple2<byte[], byte[]>> current;
        private BlockMaker.Run run;
        private final long first;

        Blocks(int shard, int first, int end, TaskContext context) {
            this.parents = Parents.of(plan, firstRows, shard);
            this.first = first;
            this.end = end;
            this.context = context;
        }

        @Override
        public boolean hasNext() {
            return Math.max(row, first) < end && (current != null || next < parents.length);
        }

        @Override
        public ShardBlock next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int most = Math.max(1, BLOCK_BYTES / (Float.BYTES * maker.width()));
            int count = (int) Math.min(most, end - Math.max(row, first));
            float[] numbers = new float[count * maker.width()];
            int filled = 0;
            while (filled < count) {
                Tuple2<byte[], byte[]> found = nextRow();
                if (row++ >= first) {
                    maker.numbersInPlace(found._2(), numbers, filled++ * maker.width());
                }
            }
            return new ShardBlock(count, numbers);
        }

        /** The next of the rows that are dealt, of those of other kinds none. */
        private Tuple2<byte[], byte[]> nextRow() {
            while (true) {
                if (current == null) {
                    int parent = parents[next++];
                    row = firstRows[parent];
                    run = maker.begin();
                    current = CollectionConverters.asJava(sorted.iterator(sorted.partitions()[parent], context));
                }
                while (current.hasNext()) {
                    Tuple2<byte[], byte[]> found = current.next();
                    if (run.isOne(found._1(), found._2())) {
                        return found;
                    }
                }
                current = null;
            }
        }
    }

    private static Seq<Dependency<?>> dependencies(Parents parents) {
        return CollectionConverters.asScala(List.<Dependency<?>>of(parents)).toList();
    }

    /** Which partitions of the sorted rows a shard touches. */
    private static final class Parents extends NarrowDependency<Tuple2<byte[], byte[]>> {
        private static final long serialVersionUID = 1;
        private final LogicalShards plan;
        private final long[] firstRows;

        Parents(RDD<Tuple2<byte[], byte[]>> sorted, LogicalShards plan, long[] firstRows) {
            super(sorted);
            this.plan = plan;
            this.firstRows = firstRows;
        }

        @Override
        public Seq<Object> getParents(int shard) {
            List<Object> parents = new ArrayList<>();
            for (int parent : of(plan, firstRows, shard)) {
                parents.add(parent);
            }
            return CollectionConverters.asScala(parents).toList();
        }

        static int[] of(LogicalShards plan, long[] firstRows, int shard) {
            long first = plan.firstRow(shard);
            long end = first + plan.members(shard);
            return IntStream.range(0, firstRows.length - 1)
                    .filter(parent -> firstRows[parent] < end
                            && firstRows[parent + 1] > first
                            && firstRows[parent + 1] > firstRows[parent])
                    .toArray();
        }
    }
}
