package org.turnpike.data;

import java.util.Objects;

/**
 * How rows are dealt: row i belongs to shard i mod {@code count}, as its member i div {@code count}.
 *
 * <p>The count is fixed for a run, whatever the number of workers, so that sums taken shard by shard are the same bits
 * everywhere. Shards differ by at most one row; with fewer rows than shards the last shards are empty, which is no error.
 */
public record LogicalShards(int rows, int count) {
    public LogicalShards {
        if (rows < 1 || count < 1) {
            throw new IllegalArgumentException(
                    "expected at least one row and one logical shard, found " + rows + " and " + count);
        }
    }

    public int shardOf(int row) {
        return Objects.checkIndex(row, rows) % count;
    }

    /** How many rows the shard has. */
    public int members(int shard) {
        return membersBefore(rows, Objects.checkIndex(shard, count));
    }

    /** The table's row that is the given member of the shard. */
    public int row(int shard, int member) {
        return Objects.checkIndex(member, members(shard)) * count + shard;
    }

    /** The table's rows of the shard, ascending: what to {@link Table#select} for it. */
    public int[] rowsOf(int shard) {
        int[] selected = new int[members(shard)];
        for (int member = 0; member < selected.length; member++) {
            selected[member] = row(shard, member);
        }
        return selected;
    }

    /** How many of the first {@code firstRows} rows belong to the shard. */
    int membersBefore(int firstRows, int shard) {
        return (int) (((long) firstRows - shard + count - 1) / count);
    }
}
