package org.turnpike.spark.source.frame;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.LabelNames;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.SampleWeights;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;
import org.turnpike.data.Targets;
import org.turnpike.data.Unlabelled;
import org.turnpike.spark.source.ReadRows;
import org.turnpike.spark.source.Source;

/** Makes a table in memory of rows that Spark has read. */
final class CollectedRows {
    private static final int REASONS_KEPT = 5;

    private final Source source;
    private final RowNames names;

    CollectedRows(Source source, RowNames names) {
        this.source = source;
        this.names = names;
    }

    /** @throws DataError where no row is valid, there is one class only, or no row has a weight */
    ReadRows of(List<DataRow> all) {
        List<DataRow> rows = new ArrayList<>();
        List<Long> skipped = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int place = 0; place < all.size(); place++) {
            DataRow row = all.get(place);
            if (row.isValid()) {
                rows.add(row);
                continue;
            }
            skipped.add((long) place);
            if (reasons.size() < REASONS_KEPT) {
                reasons.add(row.fault().getMessage());
            }
        }
        requireRows(source.text(), rows.size(), skipped.size(), reasons);
        Table table = new Table(
                matrix(rows.stream().map(DataRow::features).toList()), names.features(), targets(rows), weights(rows));
        return new ReadRows(source, table, heldOut(rows), ids(rows), skipped, reasons);
    }

    static void requireRows(String table, long rows, long skipped, List<String> reasons) {
        if (rows == 0) {
            throw skipped == 0
                    ? new DataError(table, "rows", "none", "Check what wrote the table.")
                    : new DataError(
                            table,
                            "at least one valid row",
                            "none in " + skipped,
                            "The first fault: " + reasons.get(0));
        }
    }

    private Targets targets(List<DataRow> rows) {
        if (names.labels().isRegression()) {
            return new TargetValues(matrix(rows.stream().map(DataRow::values).toList()), names.values());
        }
        if (!names.labels().hasLabels()) {
            return new Unlabelled(rows.size());
        }
        Set<String> found = new LinkedHashSet<>();
        rows.forEach(row -> found.add(row.label()));
        List<String> classes =
                names.labels().given().orElseGet(() -> LabelNames.classes(found, rows.size(), names.labelPlace()));
        Map<String, Integer> places = new HashMap<>();
        classes.forEach(name -> places.put(name, places.size()));
        return ClassLabels.copyOf(
                rows.stream().mapToInt(row -> places.get(row.label())).toArray(), classes);
    }

    private SampleWeights weights(List<DataRow> rows) {
        if (names.extras().weightPlace() == null) {
            return SampleWeights.uniform(rows.size());
        }
        float[] weights = new float[rows.size()];
        boolean some = false;
        for (int row = 0; row < weights.length; row++) {
            weights[row] = rows.get(row).weight();
            some |= weights[row] > 0;
        }
        requireWeight(some);
        return SampleWeights.copyOf(weights);
    }

    private void requireWeight(boolean some) {
        if (!some) {
            throw new DataError(
                    names.extras().weightPlace(),
                    "a weight above 0",
                    "0 in every row",
                    "Choose another weight column.");
        }
    }

    private Optional<BitSet> heldOut(List<DataRow> rows) {
        if (names.extras().heldOutPlace() == null) {
            return Optional.empty();
        }
        BitSet heldOut = new BitSet(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            heldOut.set(row, rows.get(row).heldOut());
        }
        requireBoth(names.extras().heldOutPlace(), heldOut.cardinality(), rows.size());
        return Optional.of(heldOut);
    }

    static void requireBoth(String column, long heldOut, long rows) {
        if (heldOut == 0 || heldOut == rows) {
            throw new DataError(
                    column,
                    "rows to train on and rows to validate on",
                    heldOut + " of " + rows + " rows to validate on",
                    "Choose another validation column, or a fraction.");
        }
    }

    private Optional<List<String>> ids(List<DataRow> rows) {
        return names.extras().idPlace() == null
                ? Optional.empty()
                : Optional.of(rows.stream().map(DataRow::id).toList());
    }

    private static RowMatrix matrix(List<float[]> rows) {
        int width = rows.get(0).length;
        float[] values = new float[Math.multiplyExact(rows.size(), width)];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, values, row * width, width);
        }
        return RowMatrix.takingOwnership(values, width);
    }
}
