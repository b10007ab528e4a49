package org.turnpike.spark.source.frame;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.turnpike.data.RowDigests;
import scala.Tuple2;

/**
 * Which rows are held out for validation. By a fraction, they are those that {@link org.turnpike.data.Split} holds out of a table: of each
 * class the rows with the smallest split keys. It travels to the executors.
 */
sealed interface HoldOut extends Serializable {

    /** Asks for the rows of one partition in their order. */
    interface Asked {
        boolean isHeldOut(byte[] key, byte[] row);
    }

    Asked begin(RowCodec codec);

    /** Those of the rows that are held out, in the partitions and the order that they have. */
    default JavaPairRDD<byte[], byte[]> only(JavaPairRDD<byte[], byte[]> rows, RowCodec codec) {
        PairFlatMapFunction<Iterator<Tuple2<byte[], byte[]>>, byte[], byte[]> chosen = all -> {
            Asked asked = begin(codec);
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, Spliterator.ORDERED), false)
                    .filter(row -> asked.isHeldOut(row._1(), row._2()))
                    .iterator();
        };
        return rows.mapPartitionsToPair(chosen, true);
    }

    record Nothing() implements HoldOut {
        @Override
        public Asked begin(RowCodec codec) {
            return (key, row) -> false;
        }
    }

    /** By a column of the table. */
    record Marked() implements HoldOut {
        @Override
        public Asked begin(RowCodec codec) {
            return (key, row) -> codec.isHeldOut(row);
        }
    }

    /**
     * The rows of a class with keys up to a limit.
     *
     * @param ofLimit how many of the rows with just that key: they are the same, and lie in one partition, side by side
     */
    record Limit(long key, long ofLimit) implements Serializable {}

    /** @param limits by label; of a label without any nothing is held out */
    record Drawn(long seed, Map<String, Limit> limits) implements HoldOut {
        @Override
        public Asked begin(RowCodec codec) {
            Map<String, long[]> left = new HashMap<>();
            limits.forEach((label, limit) -> left.put(label, new long[] {limit.ofLimit()}));
            return (key, row) -> {
                String label = codec.label(row);
                Limit limit = limits.get(label);
                long own = splitKey(seed, key);
                return limit != null && (own < limit.key() || (own == limit.key() && left.get(label)[0]-- > 0));
            };
        }
    }

    static long splitKey(long seed, byte[] key) {
        return RowDigests.splitKey(seed, RowCodec.word(key, 0), RowCodec.word(key, 1));
    }
}
