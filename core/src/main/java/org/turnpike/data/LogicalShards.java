package org.turnpike.data;

import java.io.Serializable;
import java.util.Objects;

/**
 * How rows are dealt: in runs. The first shard has the first rows, the next one those that follow, and so on.
 *
 * <p>The count is fixed for a run, whatever the number of workers, so that sums taken shard by shard are the same bits
 * everywhere. Shards differ by at most one row, the first ones being longer; with fewer rows than shards the last shards are
 * empty, which is no error. A job's rows are in canonical order ({@link RowDigests#order}), in which a run is a random
 * sample; runs of a sorted table can be dealt to machines without a look at all of it.
 */
public record LogicalShards(int rows, int count) implements Serializable {
    public LogicalShards {
        if (rows < 1 || count < 1) {
            throw new IllegalArgumentException(
                    "expected at least one row and one logical shard, found " + rows + " and " + count);
        }
    }

    public int shardOf(int row) {
        Objects.checkIndex(row, rows);
        int shorter = rows / count;
        int inLonger = (shorter + 1) * (rows % count);
        return row < inLonger ? row / (shorter + 1) : rows % count + (row - inLonger) / shorter;
    }

    /** The table's first row of the shard; where the shard is empty, the number of rows. */
    public int firstRow(int shard) {
        Objects.checkIndex(shard, count);
        return shard * (rows / count) + Math.min(shard, rows % count);
    }

    /** How many rows the shard has. */
    public int members(int shard) {
        return membersBefore(rows, Objects.checkIndex(shard, count));
    }

    /** The table's row that is the given member of the shard. */
    public int row(int shard, int member) {
        return firstRow(shard) + Objects.checkIndex(member, members(shard));
    }

    /** The table's rows of the shard, ascending: what to {@link Table#select} for it. */
    public int[] rowsOf(int shard) {
        int[] selected = new int[members(shard)];
        for (int member = 0; member < selected.length; member++) {
            selected[member] = row(shard, member);
        }
        return selected;
    }

    /** How many of the first {@code places} belong to the shard, where place p belongs to shard p mod {@code count}. */
    int membersBefore(int places, int shard) {
        return (int) (((long) places - shard + count - 1) / count);
    }
}
