package org.turnpike.data.csv;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.turnpike.data.DataError;
import org.turnpike.data.NearestName;

/** The column names of a CSV file, or of another table, and where each stands. */
public final class CsvHeader {
    private static final int SHOWN = 10;

    private final String where;
    private final String hint;
    private final List<String> names;
    private final Map<String, Integer> places = new HashMap<>();

    CsvHeader(String file, List<String> names) {
        this(file + ", header", "; if the first line is no header, set header = false.", names);
    }

    private CsvHeader(String where, String hint, List<String> names) {
        this.where = where;
        this.hint = hint;
        this.names = List.copyOf(names);
        for (int column = 0; column < names.size(); column++) {
            places.putIfAbsent(names.get(column), column);
        }
    }

    /** Of a table that says by itself how its columns are named. */
    public static CsvHeader ofColumns(String table, List<String> names) {
        return new CsvHeader(table + ", columns", ".", names);
    }

    static CsvHeader numbered(String file, int columns) {
        return new CsvHeader(
                file, IntStream.range(0, columns).mapToObj(i -> "c" + i).toList());
    }

    int columns() {
        return names.size();
    }

    public String name(int place) {
        return names.get(place);
    }

    public List<String> names(int[] chosen) {
        return IntStream.of(chosen).mapToObj(names::get).toList();
    }

    /** Where the column stands that is referred to by name, as {@code last}, or by position. */
    int place(String reference) {
        Integer place = places.get(reference);
        if (place == null && reference.equals("last")) {
            place = names.size() - 1;
        } else if (place == null && reference.matches("[0-9]{1,9}") && Integer.parseInt(reference) < names.size()) {
            place = Integer.parseInt(reference);
        } else if (place == null) {
            String near = names.size() == 1 ? separatorHint() : NearestName.suggestion(names, reference);
            throw error(
                    "a column " + DataError.quoted(reference),
                    listed(),
                    near + "Refer to a column by its name or its position, counted from 0" + hint);
        }
        requireOnce(place);
        return place;
    }

    /** All places but those already used, each of them fit to be a feature. */
    int[] placesBeside(List<Integer> used) {
        int[] rest = IntStream.range(0, names.size())
                .filter(place -> !used.contains(place))
                .toArray();
        for (int place : rest) {
            if (names.get(place).isEmpty()) {
                // Often an index that a data frame wrote along: as a feature it would be noise, or leak the row order.
                throw error(
                        "a name for every column",
                        "none for column " + (place + 1),
                        "Name the column, or list the features.");
            }
            requireOnce(place);
        }
        if (rest.length == 0) {
            throw error(
                    "a feature beside the columns used otherwise", listed(), "Add columns, or check the separator.");
        }
        return rest;
    }

    DataError error(String expected, String found, String remedy) {
        return new DataError(where, expected, found, remedy);
    }

    /** Two columns of one name are no harm where neither is used. */
    private void requireOnce(int place) {
        int first = names.indexOf(names.get(place));
        int last = names.lastIndexOf(names.get(place));
        if (first != last) {
            throw error(
                    "each column name once",
                    DataError.quoted(names.get(place)) + " in columns " + (first + 1) + " and " + (last + 1),
                    "Rename one" + hint);
        }
    }

    private String listed() {
        String shown = names.stream().limit(SHOWN).map(DataError::quoted).collect(Collectors.joining(", "));
        String counted = names.size() == 1 ? "one column, " : names.size() + " columns, ";
        return counted + shown + (names.size() > SHOWN ? ", …" : "");
    }

    private String separatorHint() {
        return ";\t|"
                .chars()
                .filter(character -> names.get(0).indexOf(character) >= 0)
                .mapToObj(character -> "The file looks separated by " + DataError.quoted(Character.toString(character))
                        + ": set separator. ")
                .findFirst()
                .orElse("");
    }
}
