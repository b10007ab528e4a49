package org.turnpike.spark.source.frame;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.turnpike.data.DigestSum;
import scala.Tuple2;

/**
 * How many rows of a part lie where, and their digests' sum.
 *
 * @param members rows in each partition of the sorted rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PartCounts(long[] members, DigestSum digests) implements Serializable {

    static PartCounts of(JavaPairRDD<byte[], byte[]> sorted, BlockMaker maker) {
        List<DigestSum> parts = sorted.mapPartitions(rows -> {
                    DigestSum sum = new DigestSum();
                    BlockMaker.Run run = maker.begin();
                    for (Iterator<Tuple2<byte[], byte[]>> each = rows; each.hasNext(); ) {
                        Tuple2<byte[], byte[]> row = each.next();
                        if (run.isOne(row._1(), row._2())) {
                            sum.add(ByteBuffer.wrap(row._1()));
                        }
                    }
                    return List.of(sum).iterator();
                })
                .collect();
        DigestSum all = new DigestSum();
        parts.forEach(all::add);
        return new PartCounts(parts.stream().mapToLong(DigestSum::rows).toArray(), all);
    }
}
