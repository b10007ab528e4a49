package org.turnpike.spark.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.turnpike.data.DataError;
import org.turnpike.data.NearestName;
import org.turnpike.spark.source.ColumnSettings;
import org.turnpike.spark.source.Task;

/**
 * Which columns of a stream mean what.
 *
 * @param features in the model's order
 * @param label of the class, or of the values to regress on; none for a density
 */
public record StreamColumns(List<String> features, List<String> label, Optional<String> weight) {

    /**
     * @param asked in a job file; a column is referred to by its name, by a position counted from 0, or as {@code last}
     * @param features of the model, where there is one
     * @param where the stream, for messages
     * @throws DataError where a column is missing or none is left to learn from
     */
    public static StreamColumns of(
            StructType schema, ColumnSettings asked, Optional<List<String>> features, String where) {
        List<String> names = Arrays.asList(schema.fieldNames());
        List<String> label = asked.task() == Task.DENSITY
                ? List.of()
                : asked.label().stream().map(name -> found(names, name, where)).toList();
        Optional<String> weight = asked.weight().map(name -> found(names, name, where));
        Set<String> others = new TreeSet<>(label);
        weight.ifPresent(others::add);
        asked.id().map(name -> found(names, name, where)).ifPresent(others::add);
        List<String> wanted = new ArrayList<>(features.orElse(asked.features()));
        if (wanted.isEmpty()) {
            names.stream().filter(name -> !others.contains(name)).forEach(wanted::add);
        }
        List<String> chosen =
                wanted.stream().map(name -> found(names, name, where)).toList();
        if (chosen.isEmpty()) {
            throw new DataError(
                    where, "at least one column to learn from", "only " + names, "Name the columns: data.features.");
        }
        for (String name : chosen) {
            if (schema.apply(name).dataType() instanceof ArrayType) {
                throw new DataError(
                        where + ", column '" + name + "'",
                        "one number a row",
                        schema.apply(name).dataType().simpleString(),
                        "Take it apart with stream.select.");
            }
        }
        return new StreamColumns(chosen, label, weight);
    }

    private static String found(List<String> names, String asked, String where) {
        if (names.contains(asked)) {
            return asked;
        }
        if (asked.equals("last")) {
            return names.get(names.size() - 1);
        }
        if (asked.matches("[0-9]{1,9}") && Integer.parseInt(asked) < names.size()) {
            return names.get(Integer.parseInt(asked));
        }
        throw new DataError(
                where,
                "the column '" + asked + "'",
                String.join(", ", names),
                NearestName.suggestion(names, asked) + "Correct the block data, or stream.schema.");
    }
}
