package org.turnpike.spark.source.frame;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import org.turnpike.data.RowHasher;
import scala.Tuple2;
import scala.math.Ordering;
import scala.math.Ordering$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Rows in canonical order ({@link org.turnpike.data.RowDigests#order}) over the executors: one shuffle by ranges of the digest, which
 * are of equal size by themselves, since digests are as good as random. Each partition is sorted, on disk where it must be.
 */
final class CanonicalRows {
    private CanonicalRows() {}

    static JavaPairRDD<byte[], byte[]> of(JavaRDD<DataRow> rows, RowCodec codec, int partitions) {
        JavaPairRDD<byte[], byte[]> keyed = rows.mapPartitionsToPair(all -> new Encoded(all, codec));
        ClassTag<byte[]> bytes = ClassTag$.MODULE$.apply(byte[].class);
        Ordering<byte[]> order = Ordering$.MODULE$.comparatorToOrdering(new ByDigest());
        ShuffledRDD<byte[], byte[], byte[]> sorted = new ShuffledRDD<byte[], byte[], byte[]>(
                        keyed.rdd(), new DigestRanges(partitions), bytes, bytes, bytes)
                .setKeyOrdering(order)
                .setSerializer(new KryoSerializer(rows.context().getConf()));
        return JavaPairRDD.fromRDD(sorted, bytes, bytes);
    }

    private static final class Encoded implements Iterator<Tuple2<byte[], byte[]>> {
        private final Iterator<DataRow> rows;
        private final RowCodec codec;
        private final RowHasher hasher = new RowHasher();
        private DataRow next;

        Encoded(Iterator<DataRow> rows, RowCodec codec) {
            this.rows = rows;
            this.codec = codec;
        }

        @Override
        public boolean hasNext() {
            while (next == null && rows.hasNext()) {
                DataRow row = rows.next();
                next = row.isValid() ? row : null;
            }
            return next != null;
        }

        @Override
        public Tuple2<byte[], byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            DataRow row = next;
            next = null;
            return new Tuple2<>(codec.key(row, hasher), codec.encode(row));
        }
    }

    /** Digests as numbers without a sign. */
    private static final class ByDigest implements Comparator<byte[]>, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public int compare(byte[] left, byte[] right) {
            return Arrays.compareUnsigned(left, right);
        }
    }

    private static final class DigestRanges extends Partitioner {
        private static final long serialVersionUID = 1;
        private final int partitions;

        DigestRanges(int partitions) {
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object key) {
            long upper = RowCodec.word((byte[]) key, 0) >>> 33;
            return (int) ((upper * partitions) >>> 31);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof DigestRanges ranges && ranges.partitions == partitions;
        }

        @Override
        public int hashCode() {
            return partitions;
        }
    }
}
