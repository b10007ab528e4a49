package org.turnpike.spark.job.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A run's {@code history.csv}, for comparison with another run's. */
public final class HistoryRows {
    private HistoryRows() {}

    /** Every row without the one column that is never the same twice. */
    public static List<String> withoutSeconds(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int seconds = Arrays.asList(lines.get(0).split(",")).indexOf("seconds");
        List<String> rows = new ArrayList<>();
        for (String line : lines) {
            List<String> fields = new ArrayList<>(Arrays.asList(line.split(",", -1)));
            fields.remove(seconds);
            rows.add(String.join(",", fields));
        }
        return rows;
    }
}
