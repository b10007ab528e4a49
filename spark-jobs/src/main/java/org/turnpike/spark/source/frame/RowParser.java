package org.turnpike.spark.source.frame;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/** Takes what a data set needs from the rows of a frame. It travels to the executors. */
interface RowParser extends Serializable {

    /** @throws org.turnpike.data.DataError where the row cannot be used */
    DataRow parse(Row row);
}
