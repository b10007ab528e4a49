package org.turnpike.data.csv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.turnpike.data.DataError;

/** The places of the columns that are used of a table; those of which there is none are −1. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and read once per field
public record CsvLayout(int[] features, int[] values, int label, int weight, int heldOut, int id) {
    private static final int NONE = -1;

    /** @throws DataError where a column is missing or used twice, or no feature is left */
    public static CsvLayout of(CsvHeader header, CsvColumns columns) {
        int[] targets = places(header, columns.target().columns());
        boolean classes = columns.target() instanceof CsvTarget.ClassColumn;
        int weight = place(header, columns.weight());
        int heldOut = place(header, columns.heldOut());
        int id = place(header, columns.id());
        List<Integer> used = new ArrayList<>();
        for (int place : targets) {
            used.add(place);
        }
        used.add(weight);
        used.add(heldOut);
        used.add(id);
        int[] features = columns.features().isEmpty() ? header.placesBeside(used) : places(header, columns.features());
        for (int place : features) {
            used.add(place);
        }
        requireDistinct(header, used);
        return new CsvLayout(
                features, classes ? new int[0] : targets, classes ? targets[0] : NONE, weight, heldOut, id);
    }

    public boolean hasLabel() {
        return label != NONE;
    }

    public boolean hasWeight() {
        return weight != NONE;
    }

    public boolean hasHeldOut() {
        return heldOut != NONE;
    }

    public boolean hasId() {
        return id != NONE;
    }

    private static int place(CsvHeader header, Optional<String> reference) {
        return reference.map(header::place).orElse(NONE);
    }

    private static int[] places(CsvHeader header, List<String> references) {
        return references.stream().mapToInt(header::place).toArray();
    }

    private static void requireDistinct(CsvHeader header, List<Integer> used) {
        Set<Integer> seen = new HashSet<>();
        for (int place : used) {
            if (place != NONE && !seen.add(place)) {
                throw header.error(
                        "each column used once",
                        DataError.quoted(header.name(place)) + " used twice",
                        "A label among the features would be learned by heart: leave one out.");
            }
        }
    }
}
