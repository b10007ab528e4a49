package org.turnpike.data.csv;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.turnpike.data.Table;

/**
 * What was read from a CSV file.
 *
 * @param heldOut the rows that the column {@link CsvColumns#heldOut} holds out, where there is one
 * @param ids of the table's rows, where the file has a column {@link CsvColumns#id}
 * @param skipped places, counted from 0 in the file, of the rows that were left out as invalid, ascending
 * @param skipReasons why, for the first few of them
 */
public record CsvTable(
        Table table,
        Optional<BitSet> heldOut,
        Optional<List<String>> ids,
        List<Long> skipped,
        List<String> skipReasons) {
    public CsvTable {
        ids = ids.map(List::copyOf);
        skipped = List.copyOf(skipped);
        skipReasons = List.copyOf(skipReasons);
    }

    /** How many rows were left out as invalid. */
    public int skippedRows() {
        return skipped.size();
    }
}
