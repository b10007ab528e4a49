package org.turnpike.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The digests of a table's rows, and the order that follows from them: the canonical order, which does not depend on where
 * the rows lay, how many files they came in, or of which format.
 *
 * <p>As good as random, it deals the classes of a sorted file evenly. Rows of one digest are the same to training, so which
 * of them comes first does not matter.
 */
public final class RowDigests {
    private static final int ROWS_OF_A_TASK = 4096;

    /** Bits of the first word beside the row number in a sort key. */
    private static final long INDEX_MASK = Integer.MAX_VALUE;

    private final long[] first;
    private final long[] second;
    private final DigestSum sum;

    private RowDigests(long[] first, long[] second, DigestSum sum) {
        this.first = first;
        this.second = second;
        this.sum = sum;
    }

    /** Of a table in memory, on all cores. */
    public static RowDigests of(Table table) {
        int rows = table.rows();
        long[] first = new long[rows];
        long[] second = new long[rows];
        List<byte[]> names = table.targets() instanceof ClassLabels classes ? encoded(classes.classNames()) : List.of();
        DigestSum sum = IntStream.range(0, (rows + ROWS_OF_A_TASK - 1) / ROWS_OF_A_TASK)
                .parallel()
                .mapToObj(task -> {
                    DigestSum part = new DigestSum();
                    RowHasher hasher = new RowHasher();
                    int end = Math.min(rows, (task + 1) * ROWS_OF_A_TASK);
                    for (int row = task * ROWS_OF_A_TASK; row < end; row++) {
                        hash(table, row, names, hasher);
                        first[row] = hasher.word(0);
                        second[row] = hasher.word(1);
                        part.add(hasher);
                    }
                    return part;
                })
                .reduce(new DigestSum(), RowDigests::added);
        return new RowDigests(first, second, sum);
    }

    public int rows() {
        return first.length;
    }

    /** Of all the rows. */
    public DigestSum sum() {
        return sum;
    }

    /** The rows in canonical order: ascending by the first two words of their digests, taken without a sign; a new array. */
    public int[] order() {
        // Longs are sorted fastest: the upper 33 bits of the digest stand over the row's number.
        long[] keys = new long[rows()];
        for (int row = 0; row < keys.length; row++) {
            keys[row] = ((first[row] ^ Long.MIN_VALUE) & ~INDEX_MASK) | row;
        }
        Arrays.parallelSort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int row = (int) (keys[i] & INDEX_MASK);
            int place = i;
            // The few that agree in so many bits are put right one by one.
            while (place > 0 && compare(order[place - 1], row) > 0) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = row;
        }
        return order;
    }

    /**
     * By what a row is drawn into the validation rows: see {@link Split#byFraction}. Every seed gives the rows another order.
     *
     * @param first word of the row's digest
     * @param second likewise
     */
    public static long splitKey(long seed, long first, long second) {
        return new KeyedRandom("validation split", seed, first, second).nextLong();
    }

    long splitKey(int row, long seed) {
        return splitKey(seed, first[row], second[row]);
    }

    private int compare(int row, int other) {
        int byFirst = Long.compareUnsigned(first[row], first[other]);
        return byFirst != 0 ? byFirst : Long.compareUnsigned(second[row], second[other]);
    }

    private static void hash(Table table, int row, List<byte[]> names, RowHasher hasher) {
        hasher.begin();
        add(table.features(), row, hasher);
        if (table.targets() instanceof ClassLabels classes) {
            hasher.add(names.get(classes.label(row)));
        } else if (table.targets() instanceof TargetValues values) {
            add(values.values(), row, hasher);
        }
        hasher.add(table.weights().weight(row));
        hasher.end();
    }

    private static void add(RowMatrix matrix, int row, RowHasher hasher) {
        for (int column = 0; column < matrix.width(); column++) {
            hasher.add(matrix.value(row, column));
        }
    }

    private static DigestSum added(DigestSum left, DigestSum right) {
        DigestSum sum = new DigestSum();
        sum.add(left);
        sum.add(right);
        return sum;
    }

    private static List<byte[]> encoded(List<String> names) {
        return names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
