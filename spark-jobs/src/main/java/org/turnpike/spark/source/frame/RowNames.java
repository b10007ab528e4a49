package org.turnpike.spark.source.frame;

import java.io.Serializable;
import java.util.List;
import org.turnpike.data.DataError;

/**
 * What the parts of a {@link DataRow} are called, and which there are.
 *
 * @param values names of the values to regress on; none where rows have classes, or no target
 * @param labelPlace where labels stand, for messages
 */
record RowNames(List<String> features, List<String> values, String labelPlace, LabelRule labels, Extras extras)
        implements Serializable {
    RowNames {
        features = List.copyOf(features);
        values = labels.isRegression() ? List.copyOf(values) : List.of();
    }

    /** @param weightPlace where weights stand, for messages; null where there are none, and so for the others */
    record Extras(String weightPlace, String heldOutPlace, String idPlace) implements Serializable {
        static Extras none() {
            return new Extras(null, null, null);
        }
    }

    static RowNames of(String table, FrameLayout layout, LabelRule labels) {
        return new RowNames(
                layout.featureNames(),
                layout.valueNames(),
                place(table, layout.label()),
                labels,
                new Extras(place(table, layout.weight()), place(table, layout.heldOut()), place(table, layout.id())));
    }

    private static String place(String table, FrameLayout.Cell cell) {
        return cell == null ? null : table + ", column " + DataError.quoted(cell.name());
    }
}
