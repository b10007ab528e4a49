package org.turnpike.spark.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;

/** Reads {@code history.csv}, which Turnpike wrote: names and plain numbers, without quotes. Columns may be missing. */
public final class HistoryReader {

    /** What a run of one stage writes no column for. */
    private static final String ONLY_STAGE = "training";

    private final String location;
    private final List<String> names;
    private final List<String> stages = new ArrayList<>();
    private final List<double[]> rows = new ArrayList<>();

    private HistoryReader(String location, String header) {
        this.location = location;
        this.names = Arrays.asList(header.strip().split(",", -1));
    }

    /** @throws UserError naming the line where it is no history, or ends in the middle of a row */
    public static HistoryTable read(Storage storage, String location) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(storage.open(location), StandardCharsets.UTF_8))) {
            String header = lines.readLine();
            if (header == null || !Arrays.asList(header.strip().split(",")).contains(HistoryTable.LOSS)) {
                throw error(
                        location + ", line 1",
                        "column names, '" + HistoryTable.LOSS + "' among them",
                        header == null ? "an empty file" : "'" + brief(header) + "'");
            }
            HistoryReader reader = new HistoryReader(location, header);
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.add(line, ++number);
            }
            return reader.history();
        }
    }

    private void add(String line, int number) {
        String[] fields = line.strip().split(",", -1);
        if (fields.length != names.size()) {
            throw error(
                    location + ", line " + number,
                    names.size() + " fields",
                    fields.length + " in '" + brief(line) + "'");
        }
        double[] row = new double[fields.length];
        String stage = ONLY_STAGE;
        for (int i = 0; i < fields.length; i++) {
            if (names.get(i).equals(HistoryTable.STAGE)) {
                stage = fields[i];
            } else {
                row[i] = number(fields[i], number, names.get(i));
            }
        }
        stages.add(stage);
        rows.add(row);
    }

    private double number(String field, int line, String column) {
        if (field.isBlank()) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(field);
        } catch (NumberFormatException e) {
            throw error(
                    location + ", line " + line + ", column '" + column + "'", "a number", "'" + brief(field) + "'");
        }
    }

    private HistoryTable history() {
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            int place = i;
            if (!names.get(i).equals(HistoryTable.STAGE)) {
                columns.put(
                        names.get(i),
                        rows.stream().mapToDouble(row -> row[place]).toArray());
            }
        }
        return new HistoryTable(List.copyOf(stages), columns);
    }

    private static UserError error(String where, String expected, String found) {
        return new UserError(
                ExitCode.DATA,
                expected,
                found,
                where,
                "The file is damaged or not a history of Turnpike's: restore it, or train again. Without the file the"
                        + " report is written with no charts of training.");
    }

    private static String brief(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
