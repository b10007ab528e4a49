package org.turnpike.spark.source.frame;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.turnpike.data.DataError;

/** The rows of a partition, checked one by one. */
final class CheckedRows implements Iterator<DataRow> {
    private final Iterator<Row> rows;
    private final RowParser parser;
    private final boolean goesOn;
    private boolean ended;

    /** @param goesOn whether it goes on after a row that cannot be used */
    CheckedRows(Iterator<Row> rows, RowParser parser, boolean goesOn) {
        this.rows = rows;
        this.parser = parser;
        this.goesOn = goesOn;
    }

    @Override
    public boolean hasNext() {
        return !ended && rows.hasNext();
    }

    @Override
    public DataRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            return parser.parse(rows.next());
        } catch (DataError fault) {
            ended = !goesOn;
            return DataRow.invalid(fault);
        }
    }
}
