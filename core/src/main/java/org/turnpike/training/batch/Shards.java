package org.turnpike.training.batch;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.turnpike.data.LabelledRows;
import org.turnpike.data.LogicalShards;
import org.turnpike.data.Table;

/**
 * The logical shards that one worker holds of a set of rows: either each in a table of its own, as they come over a network,
 * or all in the one table that they were dealt from, which then need not be copied. Immutable.
 */
public final class Shards {

    /** What a row number of a shard's table counts. */
    private enum Numbering {
        MEMBERS_OF_THE_SHARD,
        ALL_ROWS
    }

    private final LogicalShards plan;
    private final SortedMap<Integer, LabelledRows> tables;
    private final int[] held;
    private final Numbering numbering;
    private final IntToLongFunction numbers;

    private Shards(LogicalShards plan, Map<Integer, ? extends LabelledRows> tables, int[] held, Numbering numbering) {
        this(plan, tables, held, numbering, row -> row);
    }

    private Shards(
            LogicalShards plan,
            Map<Integer, ? extends LabelledRows> tables,
            int[] held,
            Numbering numbering,
            IntToLongFunction numbers) {
        this.plan = plan;
        this.tables = new TreeMap<>(tables);
        this.held = held;
        this.numbering = numbering;
        this.numbers = numbers;
    }

    /** All shards of a table, held by a single worker. */
    public static Shards of(Table table, int count) {
        LogicalShards plan = new LogicalShards(table.rows(), count);
        Map<Integer, LabelledRows> tables = new TreeMap<>();
        int[] held = IntStream.range(0, count).toArray();
        for (int shard : held) {
            tables.put(shard, table);
        }
        return new Shards(plan, tables, held, Numbering.ALL_ROWS);
    }

    /**
     * A table in one shard, whose rows are some of a larger set.
     *
     * @param numbers of the table's rows in that set, by which random numbers are drawn and failures named
     */
    public static Shards some(Table table, IntToLongFunction numbers) {
        return new Shards(
                new LogicalShards(table.rows(), 1), Map.of(0, table), new int[] {0}, Numbering.ALL_ROWS, numbers);
    }

    /**
     * Some shards, each in a table of its own.
     *
     * @param plan how all rows are dealt, those of other workers too
     * @param tables by shard number, each with its shard's rows in order; a shard that has no rows has no table, but is held
     *     all the same
     * @param held numbers of the shards that this worker answers for, ascending
     */
    public static Shards held(LogicalShards plan, SortedMap<Integer, ? extends LabelledRows> tables, int... held) {
        for (int shard : held) {
            int expected = plan.members(shard);
            int found = tables.containsKey(shard) ? tables.get(shard).rows() : 0;
            if (expected != found) {
                throw new IllegalArgumentException(
                        "shard " + shard + " of " + plan + ": expected " + expected + " rows, found " + found);
            }
        }
        return new Shards(plan, tables, held.clone(), Numbering.MEMBERS_OF_THE_SHARD);
    }

    /** The same shards of other rows, all of which are in {@code table}. */
    public Shards dealtFrom(Table table) {
        if (table.rows() != plan.rows()) {
            throw new IllegalArgumentException("expected " + plan.rows() + " rows, found " + table.rows());
        }
        Map<Integer, Table> dealt = new TreeMap<>();
        for (int shard : held) {
            dealt.put(shard, table);
        }
        return new Shards(plan, dealt, held, Numbering.ALL_ROWS);
    }

    /** Whether all rows that are held are in memory. */
    public boolean areInMemory() {
        return tables.values().stream().allMatch(LabelledRows::isInMemory);
    }

    /** How all rows are dealt, those of other workers too. */
    public LogicalShards plan() {
        return plan;
    }

    /** Numbers of the shards that this worker answers for, ascending; a copy. */
    public int[] held() {
        return held.clone();
    }

    /** The table that the shard's rows lie in; null where the shard has none. */
    LabelledRows table(int shard) {
        return tables.get(shard);
    }

    /** Replaces members of the shard by their row numbers in {@link #table}, in place. */
    public int[] toTableRows(int shard, int[] members) {
        if (numbering == Numbering.ALL_ROWS) {
            for (int i = 0; i < members.length; i++) {
                members[i] = plan.row(shard, members[i]);
            }
        }
        return members;
    }

    /** The number, among all rows, of a row of the shard's table. */
    long row(int shard, int tableRow) {
        return numbering == Numbering.ALL_ROWS ? numbers.applyAsLong(tableRow) : plan.row(shard, tableRow);
    }
}
