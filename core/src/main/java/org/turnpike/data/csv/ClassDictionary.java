package org.turnpike.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.DecimalText;
import org.turnpike.data.NearestName;

/**
 * Gives every class label found a number, and in the end every class its place.
 *
 * <p>A whole number is one label however it is written ({@code 1}, {@code 01}, {@code 1.0}), since data frames with a missing
 * value elsewhere in the column write integers with a point.
 */
final class ClassDictionary {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}(\\.0*)?");
    private static final Pattern MISSING = Pattern.compile("|nan|null", Pattern.CASE_INSENSITIVE);

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
        if (MISSING.matcher(label).matches()) {
            throw fields.invalid(record, place, "a class label", "Fill it in");
        }
        if (given.isEmpty() || numbers.containsKey(label)) {
            return label;
        }
        String canonical = canonical(label);
        if (!numbers.containsKey(canonical)) {
            throw fields.invalid(
                    record,
                    place,
                    "one of the classes " + String.join(", ", given.get()),
                    NearestName.suggestion(given.get(), label) + "Correct the label");
        }
        return canonical;
    }

    /** Notes the label of the next row, as {@link #checked} gave it. */
    void add(String label) {
        if (rows == found.length) {
            found = Arrays.copyOf(found, rows + rows / 2);
        }
        found[rows++] = numbers.computeIfAbsent(label, unseen -> numbers.size());
    }

    ClassLabels labels() {
        List<String> labels = new ArrayList<>(numbers.keySet());
        if (given.isPresent()) {
            return ClassLabels.copyOf(Arrays.copyOf(found, rows), labels);
        }
        boolean whole = labels.stream().allMatch(label -> WHOLE.matcher(label).matches());
        if (!whole && labels.stream().allMatch(label -> DecimalText.parse(label).isPresent())) {
            throw new DataError(
                    where,
                    "class labels, which are whole numbers or names",
                    "decimal numbers such as " + DataError.quoted(firstDecimal(labels)),
                    "Choose another label, or regress on the column as a value.");
        }
        List<String> forms =
                labels.stream().map(label -> whole ? canonical(label) : label).toList();
        List<String> classes = forms.stream()
                .distinct()
                .sorted(whole ? Comparator.comparingLong(Long::parseLong) : Comparator.<String>naturalOrder())
                .toList();
        if (classes.size() < 2) {
            throw new DataError(
                    where,
                    "at least two classes",
                    "only " + DataError.quoted(classes.get(0)) + " in " + rows + " rows",
                    "Add rows of another class, or choose another label.");
        }
        int[] places = forms.stream().mapToInt(classes::indexOf).toArray();
        return ClassLabels.copyOf(
                Arrays.stream(found, 0, rows).map(number -> places[number]).toArray(), classes);
    }

    private static String firstDecimal(List<String> labels) {
        return labels.stream()
                .filter(label -> !WHOLE.matcher(label).matches())
                .findFirst()
                .orElseThrow();
    }

    private static String canonical(String label) {
        if (!WHOLE.matcher(label).matches()) {
            return label;
        }
        int point = label.indexOf('.');
        return Long.toString(Long.parseLong(point < 0 ? label : label.substring(0, point)));
    }
}
