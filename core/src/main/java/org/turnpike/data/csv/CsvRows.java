package org.turnpike.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.turnpike.data.DataError;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.SampleWeights;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;
import org.turnpike.data.Targets;
import org.turnpike.data.Unlabelled;

/** Checks the records of a CSV file one by one and collects the good ones as a table. */
final class CsvRows {
    private final String file;
    private final CsvHeader header;
    private final CsvLayout layout;
    private final CsvFields fields;

    private final float[] featureRow;
    private final float[] valueRow;
    private final float[] weightRow;
    private String label;
    private boolean heldOut;
    private String id;

    private final FloatList features = new FloatList();
    private final FloatList values = new FloatList();
    private final FloatList weights = new FloatList();
    private final ClassDictionary classes;
    private final BitSet validation = new BitSet();
    private final List<String> ids = new ArrayList<>();
    private int rows;

    CsvRows(String file, CsvHeader header, CsvFormat format, CsvColumns columns) {
        this.file = file;
        this.header = header;
        this.layout = CsvLayout.of(header, columns);
        this.fields = new CsvFields(file, header, format);
        this.featureRow = new float[layout.features().length];
        this.valueRow = new float[layout.values().length];
        this.weightRow = new float[layout.hasWeight() ? 1 : 0];
        this.classes = columns.target() instanceof CsvTarget.ClassColumn column
                ? new ClassDictionary(column(layout.label()), column.classNames())
                : null;
    }

    /** Reads the record without keeping it. @throws DataError where it cannot be used */
    void check(CsvRecord record) {
        fields.requireWidth(record);
        numbersInPlace(featureRow, layout.features(), record);
        numbersInPlace(valueRow, layout.values(), record);
        if (layout.hasWeight()) {
            weightRow[0] = fields.weight(record, layout.weight());
        }
        if (layout.hasHeldOut()) {
            heldOut = fields.truth(record, layout.heldOut());
        }
        if (layout.hasLabel()) {
            label = classes.checked(record, layout.label(), fields);
        }
        if (layout.hasId()) {
            id = record.getField(layout.id());
        }
    }

    /** Keeps the record that was checked last. */
    void keep() {
        features.add(file, featureRow);
        values.add(file, valueRow);
        weights.add(file, weightRow);
        validation.set(rows, heldOut);
        if (layout.hasLabel()) {
            classes.add(label);
        }
        if (layout.hasId()) {
            ids.add(id);
        }
        rows++;
    }

    CsvTable table(List<Long> skipped, List<String> reasons) {
        if (rows == 0) {
            throw skipped.isEmpty()
                    ? new DataError(file, "rows after the header", "none", "Check what wrote the file.")
                    : new DataError(
                            file,
                            "at least one valid row",
                            "none in " + skipped.size(),
                            "The first fault: " + reasons.get(0));
        }
        Table table = new Table(
                RowMatrix.takingOwnership(features.toArray(), layout.features().length),
                header.names(layout.features()),
                targets(),
                sampleWeights());
        return new CsvTable(table, heldOut(), layout.hasId() ? Optional.of(ids) : Optional.empty(), skipped, reasons);
    }

    private Targets targets() {
        if (layout.hasLabel()) {
            return classes.labels();
        }
        return layout.values().length == 0
                ? new Unlabelled(rows)
                : new TargetValues(
                        RowMatrix.takingOwnership(values.toArray(), layout.values().length),
                        header.names(layout.values()));
    }

    private SampleWeights sampleWeights() {
        if (!layout.hasWeight()) {
            return SampleWeights.uniform(rows);
        }
        float[] read = weights.toArray();
        for (float weight : read) {
            if (weight > 0) {
                return SampleWeights.copyOf(read);
            }
        }
        throw new DataError(
                column(layout.weight()), "a weight above 0", "0 in every row", "Choose another weight column.");
    }

    private Optional<BitSet> heldOut() {
        if (!layout.hasHeldOut()) {
            return Optional.empty();
        }
        int count = validation.cardinality();
        if (count == 0 || count == rows) {
            throw new DataError(
                    column(layout.heldOut()),
                    "rows to train on and rows to validate on",
                    count + " of " + rows + " rows to validate on",
                    "Choose another validation column, or a fraction.");
        }
        return Optional.of(validation);
    }

    private void numbersInPlace(float[] row, int[] places, CsvRecord record) {
        for (int i = 0; i < row.length; i++) {
            row[i] = fields.number(record, places[i]);
        }
    }

    private String column(int place) {
        return file + ", column " + DataError.quoted(header.name(place));
    }
}
