package org.turnpike.spark.source.frame;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.turnpike.data.DataError;
import org.turnpike.data.csv.CsvColumns;
import org.turnpike.data.csv.CsvHeader;
import org.turnpike.data.csv.CsvLayout;
import org.turnpike.data.csv.CsvTarget;

/**
 * Where in a frame's rows stands what a data set needs. A column of several numbers counts as as many columns, named {@code name[0]},
 * {@code name[1]}, …; a reference to {@code name} means all of them. It travels to the executors.
 *
 * @param name what messages call the frame
 * @param columns how many columns of the frame can be referred to; they come first in a row
 * @param raw place of {@link Frame#RAW}, or −1
 * @param rawExpectation what a row was to be that lies there
 * @param label and the like: null where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FrameLayout(
        String name,
        int columns,
        int raw,
        String rawExpectation,
        Array[] arrays,
        List<Cell> features,
        List<Cell> values,
        Cell label,
        Cell weight,
        Cell heldOut,
        Cell id)
        implements Serializable {

    /**
     * One number, or one text, of a row.
     *
     * @param array number of its array, or −1
     */
    record Cell(String name, int column, int array, int element) implements Serializable {}

    /** A column of {@code width} numbers. */
    record Array(String name, int column, int width) implements Serializable {}

    /** @throws DataError where a column is missing, used twice or of no use */
    static FrameLayout of(Frame frame, CsvColumns asked) {
        StructType schema = frame.rows().schema();
        List<Array> arrays = new ArrayList<>();
        Map<String, List<Cell>> cells = new LinkedHashMap<>();
        for (int column = 0; column < frame.columns().size(); column++) {
            String name = frame.columns().get(column);
            if (NumberArrays.isOne(schema.fields()[column].dataType())) {
                Array array = new Array(name, column, width(frame, column));
                List<Cell> elements = new ArrayList<>();
                for (int element = 0; element < array.width(); element++) {
                    elements.add(new Cell(name + "[" + element + "]", column, arrays.size(), element));
                }
                arrays.add(array);
                cells.merge(name, elements, FrameLayout::joined);
            } else {
                cells.merge(name, List.of(new Cell(name, column, -1, 0)), FrameLayout::joined);
            }
        }
        List<Cell> all = cells.values().stream().flatMap(List::stream).toList();
        CsvHeader header =
                CsvHeader.ofColumns(frame.name(), all.stream().map(Cell::name).toList());
        References references = new References(frame.columns(), cells);
        CsvLayout layout = CsvLayout.of(header, references.resolved(asked));
        List<Cell> features = cells(all, layout.features());
        for (Cell feature : features) {
            requireNumbers(frame, schema.fields()[feature.column()].dataType(), feature);
        }
        boolean text = Stream.of(schema.fields()).allMatch(field -> field.dataType() instanceof StringType);
        return new FrameLayout(
                frame.name(),
                frame.columns().size(),
                frame.has(Frame.RAW) ? schema.fieldIndex(Frame.RAW) : -1,
                text ? frame.columns().size() + " fields as in the first line" : "a JSON object",
                used(
                        arrays,
                        Stream.concat(features.stream(), cells(all, layout.values()).stream())
                                .toList()),
                features,
                cells(all, layout.values()),
                layout.hasLabel() ? all.get(layout.label()) : null,
                layout.hasWeight() ? all.get(layout.weight()) : null,
                layout.hasHeldOut() ? all.get(layout.heldOut()) : null,
                layout.hasId() ? all.get(layout.id()) : null);
    }

    List<String> featureNames() {
        return features.stream().map(Cell::name).toList();
    }

    /** What was asked for, every column by its name. */
    CsvColumns columns(CsvColumns asked) {
        CsvTarget target = asked.target();
        if (target instanceof CsvTarget.ClassColumn classes) {
            target = new CsvTarget.ClassColumn(label.name(), classes.classNames());
        } else if (target instanceof CsvTarget.ValueColumns) {
            target = new CsvTarget.ValueColumns(valueNames());
        }
        return new CsvColumns(featureNames(), target, name(weight), name(heldOut), name(id));
    }

    private static Optional<String> name(Cell cell) {
        return Optional.ofNullable(cell).map(Cell::name);
    }

    /** Names of the frame's columns that are used, in its order. */
    List<String> usedColumns(Frame frame) {
        return Stream.of(
                        features,
                        values,
                        Stream.of(label, weight, heldOut, id)
                                .filter(Objects::nonNull)
                                .toList())
                .flatMap(List::stream)
                .map(Cell::column)
                .distinct()
                .sorted()
                .map(frame.columns()::get)
                .toList();
    }

    List<String> valueNames() {
        return values.stream().map(Cell::name).toList();
    }

    /** References as the user writes them, turned into names of cells. */
    private record References(List<String> columns, Map<String, List<Cell>> cells) {
        CsvColumns resolved(CsvColumns asked) {
            CsvTarget target = asked.target();
            if (target instanceof CsvTarget.ClassColumn classes) {
                target = new CsvTarget.ClassColumn(single(classes.column()), classes.classNames());
            } else if (target instanceof CsvTarget.ValueColumns values) {
                target = new CsvTarget.ValueColumns(several(values.columns()));
            }
            return new CsvColumns(
                    several(asked.features()),
                    target,
                    asked.weight().map(this::single),
                    asked.heldOut().map(this::single),
                    asked.id().map(this::single));
        }

        private List<String> several(List<String> references) {
            return references.stream()
                    .flatMap(reference -> Optional.ofNullable(cells.get(column(reference)))
                            .map(found -> found.stream().map(Cell::name))
                            .orElseGet(() -> Stream.of(reference)))
                    .toList();
        }

        private String single(String reference) {
            return column(reference);
        }

        /** The column that is meant; what is no column is left for the header to complain of. */
        private String column(String reference) {
            if (cells.containsKey(reference)) {
                return reference;
            }
            if (reference.equals("last")) {
                return columns.get(columns.size() - 1);
            }
            boolean place = reference.matches("[0-9]{1,9}") && Integer.parseInt(reference) < columns.size();
            return place ? columns.get(Integer.parseInt(reference)) : reference;
        }
    }

    /** Two columns of one name: the header tells, where one of them is used. */
    private static List<Cell> joined(List<Cell> left, List<Cell> right) {
        return Stream.concat(left.stream(), right.stream()).toList();
    }

    /** Null in place of arrays of which no cell is used: they need not be unpacked. */
    private static Array[] used(List<Array> arrays, List<Cell> cells) {
        return IntStream.range(0, arrays.size())
                .mapToObj(number -> cells.stream().anyMatch(cell -> cell.array() == number) ? arrays.get(number) : null)
                .toArray(Array[]::new);
    }

    private static List<Cell> cells(List<Cell> all, int[] places) {
        List<Cell> cells = new ArrayList<>();
        for (int place : places) {
            cells.add(all.get(place));
        }
        return List.copyOf(cells);
    }

    private static int width(Frame frame, int column) {
        String name = "`" + frame.columns().get(column).replace("`", "``") + "`";
        List<Row> first = frame.rows().select(name).where(name + " is not null").takeAsList(1);
        double[] numbers = first.isEmpty() ? null : NumberArrays.of(first.get(0).get(0));
        if (numbers == null || numbers.length == 0) {
            throw new DataError(
                    frame.name() + ", column "
                            + DataError.quoted(frame.columns().get(column)),
                    "numbers in its first row",
                    "none",
                    "Fill them in, or use other columns: data.features.");
        }
        return numbers.length;
    }

    private static void requireNumbers(Frame frame, DataType type, Cell feature) {
        boolean text = frame.has(Frame.RAW) && type instanceof StringType;
        if (feature.array() < 0 && !(type instanceof NumericType) && !(type instanceof BooleanType) && !text) {
            throw new DataError(
                    frame.name() + ", column " + DataError.quoted(feature.name()),
                    "numbers",
                    type.simpleString(),
                    "List the columns to learn from: data.features.");
        }
    }
}
