package org.turnpike.spark.job.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.turnpike.training.evaluation.Samples;

/** Samples as CSV: a header with the inputs' names, then a line for each row that could be drawn. */
final class SampleTable {
    private final List<String> names;
    private final Samples samples;

    SampleTable(List<String> names, Samples samples) {
        this.names = names;
        this.samples = samples;
    }

    void writeTo(OutputStream stream) throws IOException {
        // not closed: whoever opened the stream does that
        Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        writer.append(names.stream().map(CsvField::of).collect(Collectors.joining(",")))
                .append('\n');
        for (int row = 0; row < samples.rows(); row++) {
            if (Float.isNaN(samples.value(row, 0))) {
                continue;
            }
            for (int column = 0; column < samples.width(); column++) {
                writer.append(column == 0 ? "" : ",").append(Float.toString(samples.value(row, column)));
            }
            writer.append('\n');
        }
        writer.flush();
    }
}
