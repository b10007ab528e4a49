package org.turnpike.spark.source.frame;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A data frame that rows are to be taken from.
 *
 * @param name what messages call it: as the user wrote it
 * @param rows its columns, then those of {@link #FILE} and {@link #RAW} where it has them
 * @param columns names of the columns that can be referred to
 */
record Frame(String name, Dataset<Row> rows, List<String> columns) {
    /** The file that a row lies in. */
    static final String FILE = "__turnpike_file";

    /** The text of a row that does not fit its table, else null. */
    static final String RAW = "__turnpike_raw";

    /** The same rows with these of its columns only. */
    Frame withOnly(List<String> chosen) {
        Column[] kept = Stream.concat(chosen.stream(), Stream.of(FILE))
                .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new);
        return new Frame(name, rows.select(kept), chosen);
    }

    boolean has(String column) {
        return List.of(rows.columns()).contains(column);
    }
}
