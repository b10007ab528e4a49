package org.turnpike.data.csv;

import java.util.List;
import java.util.Optional;
import org.turnpike.data.Split;
import org.turnpike.data.Table;

/**
 * What was read from a CSV file.
 *
 * @param split the rows that the column {@link CsvColumns#heldOut} holds out, where there is one
 * @param skippedRows how many rows were left out as invalid
 * @param skipReasons why, for the first few of them
 */
public record CsvTable(Table table, Optional<Split> split, long skippedRows, List<String> skipReasons) {
    public CsvTable {
        skipReasons = List.copyOf(skipReasons);
    }
}
