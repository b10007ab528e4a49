package org.turnpike.spark.source.frame;

import java.io.Serializable;
import org.turnpike.data.DataError;

/**
 * A row of data that has been checked, or why it cannot be used.
 *
 * @param values to regress on; none for classes
 * @param label of its class, canonical; null where rows have none
 * @param id null where rows have none
 * @param fault of a row that cannot be used, whose other parts are then null; else null
 */
@SuppressWarnings("ArrayRecordComponent") // on its way; nothing compares it
record DataRow(
        float[] features, float[] values, String label, float weight, boolean heldOut, String id, DataError fault)
        implements Serializable {

    static DataRow invalid(DataError fault) {
        return new DataRow(null, null, null, 0, false, null, fault);
    }

    boolean isValid() {
        return fault == null;
    }
}
