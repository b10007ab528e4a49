package org.turnpike.spark.source.frame;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turnpike.data.DataError;
import org.turnpike.data.LabelNames;

/** What one pass over rows finds out before any of them is moved. */
final class Profile implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int REASONS_KEPT = 5;

    private long rows;
    private long heldOut;
    private long weighted;
    private long skipped;
    private DataError firstFault;
    private final List<String> reasons = new ArrayList<>();
    private final Map<String, Long> labels = new TreeMap<>();

    static Profile of(Iterator<DataRow> all) {
        Profile profile = new Profile();
        all.forEachRemaining(profile::add);
        return profile;
    }

    private void add(DataRow row) {
        if (!row.isValid()) {
            skipped++;
            firstFault = firstFault == null ? row.fault() : firstFault;
            if (reasons.size() < REASONS_KEPT) {
                reasons.add(row.fault().getMessage());
            }
            return;
        }
        rows++;
        heldOut += row.heldOut() ? 1 : 0;
        weighted += row.weight() > 0 ? 1 : 0;
        // one more than there may be is enough to tell
        if (row.label() != null && (labels.size() <= LabelNames.MOST_CLASSES || labels.containsKey(row.label()))) {
            labels.merge(row.label(), 1L, Long::sum);
        }
    }

    /** Of all partitions, in their order. */
    static Profile of(List<Profile> parts) {
        Profile all = new Profile();
        for (Profile part : parts) {
            all.rows += part.rows;
            all.heldOut += part.heldOut;
            all.weighted += part.weighted;
            all.skipped += part.skipped;
            all.firstFault = all.firstFault == null ? part.firstFault : all.firstFault;
            part.reasons.stream().limit(REASONS_KEPT - all.reasons.size()).forEach(all.reasons::add);
            part.labels.forEach((label, count) -> all.labels.merge(label, count, Long::sum));
        }
        return all;
    }

    /** @throws DataError where the rows are of no use */
    void check(String table, RowNames names, FaultRule faults) {
        if (faults == FaultRule.ERROR && firstFault != null) {
            throw firstFault;
        }
        CollectedRows.requireRows(table, rows, skipped, reasons);
        if (rows > Integer.MAX_VALUE) {
            throw new DataError(table, "at most 2147483647 rows", Long.toString(rows), "Train on a sample of them.");
        }
        if (names.extras().heldOutPlace() != null) {
            CollectedRows.requireBoth(names.extras().heldOutPlace(), heldOut, rows);
        }
        if (weighted == 0) {
            throw new DataError(
                    String.valueOf(names.extras().weightPlace()),
                    "a weight above 0",
                    "0 in every row",
                    "Choose another weight column.");
        }
    }

    /** What becomes of a row that cannot be used. */
    enum FaultRule {
        ERROR,
        SKIP
    }

    int rows() {
        return (int) rows;
    }

    int skipped() {
        return (int) skipped;
    }

    List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** Rows of each label. */
    Map<String, Long> labels() {
        return labels;
    }
}
