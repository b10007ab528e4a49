package org.turnpike.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.LabelNames;
import org.turnpike.data.NearestName;

/** Gives every class label found a number, and in the end every class its place. */
final class ClassDictionary {
    private final String where;
    private final Optional<List<String>> given;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private int[] found = new int[1024];
    private int rows;

    /** @param where the file and column, for messages about the column as a whole */
    ClassDictionary(String where, Optional<List<String>> given) {
        this.where = where;
        this.given = given;
        given.ifPresent(names -> names.forEach(name -> numbers.put(name, numbers.size())));
    }

    /** The label in the form by which labels are compared. @throws DataError where it is missing, or of no given class */
    String checked(CsvRecord record, int place, CsvFields fields) {
        String label = record.getField(place).strip();
        if (LabelNames.isMissing(label)) {
            throw fields.invalid(record, place, "a class label", "Fill it in");
        }
        String canonical = LabelNames.canonical(label);
        if (given.isEmpty() || numbers.containsKey(canonical)) {
            return canonical;
        }
        throw fields.invalid(
                record,
                place,
                "one of the classes " + String.join(", ", given.get()),
                NearestName.suggestion(given.get(), label) + "Correct the label");
    }

    /** Notes the label of the next row, as {@link #checked} gave it. */
    void add(String label) {
        if (rows == found.length) {
            found = Arrays.copyOf(found, rows + rows / 2);
        }
        found[rows++] = numbers.computeIfAbsent(label, unseen -> numbers.size());
    }

    ClassLabels labels() {
        if (given.isPresent()) {
            return ClassLabels.copyOf(Arrays.copyOf(found, rows), given.get());
        }
        List<String> labels = new ArrayList<>(numbers.keySet());
        List<String> classes = LabelNames.classes(labels, rows, where);
        int[] places = labels.stream().mapToInt(classes::indexOf).toArray();
        return ClassLabels.copyOf(
                Arrays.stream(found, 0, rows).map(number -> places[number]).toArray(), classes);
    }
}
