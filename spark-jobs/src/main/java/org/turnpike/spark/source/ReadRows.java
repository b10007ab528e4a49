package org.turnpike.spark.source;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.turnpike.data.Table;
import org.turnpike.data.Unlabelled;
import org.turnpike.data.csv.CsvTable;

/**
 * Rows that were read.
 *
 * @param heldOut rows to validate on, by the column that marks them, where one was asked for
 * @param ids of the rows, where their file has a column of them
 * @param skipped places in the file, counted from 0, of rows that were left out
 * @param skipReasons why, for the first few
 */
public record ReadRows(
        Source source,
        Table table,
        Optional<BitSet> heldOut,
        Optional<List<String>> ids,
        List<Long> skipped,
        List<String> skipReasons) {

    static ReadRows of(Source source, Table table) {
        return new ReadRows(source, table, Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    static ReadRows of(Source source, CsvTable read) {
        return new ReadRows(source, read.table(), read.heldOut(), read.ids(), read.skipped(), read.skipReasons());
    }

    /** The same rows without what they are to be mapped to. */
    ReadRows unlabelled() {
        Table bare = new Table(table.features(), table.featureNames(), new Unlabelled(table.rows()), table.weights());
        return new ReadRows(source, bare, heldOut, ids, skipped, skipReasons);
    }

    /** Some of the rows, in the given order. */
    ReadRows select(int... chosen) {
        Optional<BitSet> held = heldOut.map(all -> {
            BitSet some = new BitSet(chosen.length);
            for (int row = 0; row < chosen.length; row++) {
                some.set(row, all.get(chosen[row]));
            }
            return some;
        });
        Optional<List<String>> named =
                ids.map(all -> IntStream.of(chosen).mapToObj(all::get).toList());
        return new ReadRows(source, table.select(chosen), held, named, skipped, skipReasons);
    }

    TablePart part(Table selected) {
        return new TablePart(source.text(), selected, skipped.size(), skipReasons);
    }
}
