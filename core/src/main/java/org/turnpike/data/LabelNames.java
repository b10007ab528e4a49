package org.turnpike.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Class labels as they stand in tables, and the classes that they make.
 *
 * <p>A whole number is one label however it is written ({@code 1}, {@code 01}, {@code 1.0}), since data frames with a missing
 * value elsewhere in the column write integers with a point, and tables keep them as such.
 */
public final class LabelNames {
    /** Of more there is no telling them apart, and the column is most likely an id. */
    public static final int MOST_CLASSES = 10_000;

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}(\\.0*)?");
    private static final Pattern MISSING = Pattern.compile("|nan|null", Pattern.CASE_INSENSITIVE);

    private LabelNames() {}

    public static boolean isMissing(String label) {
        return MISSING.matcher(label).matches();
    }

    /** The one form in which a label is written. */
    public static String canonical(String label) {
        if (!WHOLE.matcher(label).matches()) {
            return label;
        }
        int point = label.indexOf('.');
        return Long.toString(Long.parseLong(point < 0 ? label : label.substring(0, point)));
    }

    /**
     * The classes of the labels that occur: numbers by size, or names by their characters' codes.
     *
     * @param labels canonical, each once
     * @param rows in which they occur
     * @param where the file and column, for messages
     * @throws DataError where there are fewer than two or too many, or the labels are decimal numbers
     */
    public static List<String> classes(Collection<String> labels, long rows, String where) {
        boolean whole = labels.stream().allMatch(label -> WHOLE.matcher(label).matches());
        if (!whole && labels.stream().allMatch(label -> DecimalText.parse(label).isPresent())) {
            throw new DataError(
                    where,
                    "class labels, which are whole numbers or names",
                    "decimal numbers such as " + DataError.quoted(firstDecimal(labels)),
                    "Choose another label, or regress on the column as a value: task = regression.");
        }
        if (labels.size() > MOST_CLASSES) {
            throw new DataError(
                    where,
                    "at most " + MOST_CLASSES + " classes",
                    "more, such as " + DataError.quoted(labels.iterator().next()),
                    "Choose another label, or regress on the column as a value: task = regression.");
        }
        List<String> classes = labels.stream()
                .sorted(whole ? Comparator.comparingLong(Long::parseLong) : Comparator.<String>naturalOrder())
                .toList();
        if (classes.size() < 2) {
            throw new DataError(
                    where,
                    "at least two classes",
                    "only " + DataError.quoted(classes.get(0)) + " in " + rows + " rows",
                    "Add rows of another class, or choose another label.");
        }
        return classes;
    }

    private static String firstDecimal(Collection<String> labels) {
        return labels.stream()
                .filter(label -> !WHOLE.matcher(label).matches())
                .findFirst()
                .orElseThrow();
    }
}
