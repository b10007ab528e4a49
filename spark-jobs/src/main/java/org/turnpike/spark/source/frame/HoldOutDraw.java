package org.turnpike.spark.source.frame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.turnpike.data.Stratification;
import scala.Tuple2;

/** Draws a fraction of the rows, in two passes: one counts keys by their upper bits, one fetches the few keys where a limit lies. */
final class HoldOutDraw {
    /** Of few classes, so many that a bucket holds few keys; of many, so few that the counts are small. */
    private static final int BITS_OF_FEW = 12;

    private static final int BITS_OF_MANY = 5;
    private static final int FEW = 64;

    private final JavaPairRDD<byte[], byte[]> rows;
    private final RowCodec codec;
    private final long seed;

    HoldOutDraw(JavaPairRDD<byte[], byte[]> rows, RowCodec codec, long seed) {
        this.rows = rows;
        this.codec = codec;
        this.seed = seed;
    }

    /**
     * @param members rows of each label, by the order of the classes; of rows without labels all under an empty one
     * @throws org.turnpike.data.DataError where the fraction leaves no row on one side
     */
    HoldOut draw(Map<String, Long> members, double fraction) {
        List<String> labels = List.copyOf(members.keySet());
        Map<String, Long> drawn = shares(members, fraction);
        long[] shares = labels.stream().mapToLong(drawn::get).toArray();
        int bits = labels.size() <= FEW ? BITS_OF_FEW : BITS_OF_MANY;
        Map<String, long[]> counts = counts(bits);
        HashMap<String, Integer> buckets = new HashMap<>();
        Map<String, Long> left = new HashMap<>();
        for (int label = 0; label < shares.length; label++) {
            if (shares[label] > 0) {
                long[] count = counts.get(labels.get(label));
                long share = shares[label];
                int bucket = 0;
                while (share > count[bucket]) {
                    share -= count[bucket++];
                }
                buckets.put(labels.get(label), bucket);
                left.put(labels.get(label), share);
            }
        }
        Map<String, HoldOut.Limit> limits = new HashMap<>();
        keys(bits, buckets).forEach((label, keys) -> {
            long[] sorted = keys.stream().mapToLong(Long::longValue).sorted().toArray();
            int last = Math.toIntExact(left.get(label)) - 1;
            int first = last;
            while (first > 0 && sorted[first - 1] == sorted[last]) {
                first--;
            }
            limits.put(label, new HoldOut.Limit(sorted[last], last - first + 1L));
        });
        return new HoldOut.Drawn(seed, limits);
    }

    /** How many rows of each label are drawn, in the order of {@code members}. */
    static Map<String, Long> shares(Map<String, Long> members, double fraction) {
        long[] shares = Stratification.heldOut(
                members.values().stream().mapToLong(Long::longValue).toArray(), fraction);
        Map<String, Long> drawn = new LinkedHashMap<>();
        int place = 0;
        for (String label : members.keySet()) {
            drawn.put(label, shares[place++]);
        }
        return drawn;
    }

    private Map<String, long[]> counts(int bits) {
        RowCodec decoding = codec;
        long drawnBy = seed;
        return rows.mapPartitions(all -> {
                    HashMap<String, long[]> counts = new HashMap<>();
                    all.forEachRemaining(
                            row -> counts.computeIfAbsent(decoding.label(row._2()), label -> new long[1 << bits])[
                                    bucket(row._1(), drawnBy, bits)]++);
                    return List.of(counts).iterator();
                })
                .treeReduce(HoldOutDraw::added);
    }

    private Map<String, List<Long>> keys(int bits, HashMap<String, Integer> buckets) {
        RowCodec decoding = codec;
        long drawnBy = seed;
        Map<String, List<Long>> keys = new HashMap<>();
        List<Tuple2<String, Long>> found = rows.mapPartitions(all -> {
                    List<Tuple2<String, Long>> own = new ArrayList<>();
                    for (Iterator<Tuple2<byte[], byte[]>> each = all; each.hasNext(); ) {
                        Tuple2<byte[], byte[]> row = each.next();
                        String label = decoding.label(row._2());
                        Integer bucket = buckets.get(label);
                        if (bucket != null && bucket == bucket(row._1(), drawnBy, bits)) {
                            own.add(new Tuple2<>(label, HoldOut.splitKey(drawnBy, row._1())));
                        }
                    }
                    return own.iterator();
                })
                .collect();
        found.forEach(key ->
                keys.computeIfAbsent(key._1(), label -> new ArrayList<>()).add(key._2()));
        return keys;
    }

    /** Ascending with the keys, which have a sign. */
    private static int bucket(byte[] key, long seed, int bits) {
        return (int) ((HoldOut.splitKey(seed, key) ^ Long.MIN_VALUE) >>> (Long.SIZE - bits));
    }

    private static HashMap<String, long[]> added(HashMap<String, long[]> left, HashMap<String, long[]> right) {
        HashMap<String, long[]> sum = new HashMap<>(left);
        right.forEach((label, counts) -> sum.merge(label, counts, (one, other) -> {
            long[] both = one.clone();
            for (int bucket = 0; bucket < both.length; bucket++) {
                both[bucket] += other[bucket];
            }
            return both;
        }));
        return sum;
    }
}
