package org.turnpike.training;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.turnpike.data.LogicalShards;
import org.turnpike.data.Table;

/**
 * The logical shards that one worker holds of a set of rows.
 *
 * @param plan how all rows are dealt, those of other workers too
 * @param tables by shard number, each with its shard's rows in order; a shard that has no rows has no table, but is held
 *     all the same
 * @param held numbers of the shards that this worker answers for, ascending
 */
public record Shards(LogicalShards plan, SortedMap<Integer, Table> tables, int[] held) {

    public Shards {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
        held = held.clone();
        for (int shard : held) {
            int expected = plan.members(shard);
            int found = tables.containsKey(shard) ? tables.get(shard).rows() : 0;
            if (expected != found) {
                throw new IllegalArgumentException(
                        "shard " + shard + " of " + plan + ": expected " + expected + " rows, found " + found);
            }
        }
    }

    /** All rows of a table as one shard; nothing is copied. */
    public static Shards single(Table table) {
        return new Shards(new LogicalShards(table.rows(), 1), new TreeMap<>(Map.of(0, table)), new int[] {0});
    }

    /** All shards of a table that a single worker holds. */
    public static Shards of(Table table, int count) {
        LogicalShards plan = new LogicalShards(table.rows(), count);
        SortedMap<Integer, Table> tables = new TreeMap<>();
        int[] held = new int[count];
        for (int shard = 0; shard < count; shard++) {
            held[shard] = shard;
            if (plan.members(shard) > 0) {
                tables.put(shard, table.select(plan.rowsOf(shard)));
            }
        }
        return new Shards(plan, tables, held);
    }

    /** A copy. */
    @Override
    public int[] held() {
        return held.clone();
    }
}
