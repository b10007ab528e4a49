package org.turnpike.spark.job.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.turnpike.model.Outputs;
import org.turnpike.spark.source.ReadRows;
import org.turnpike.training.evaluation.Predictions;

/**
 * Predictions as CSV, with a header, in the order of the rows that they belong to.
 *
 * <p>The first column is the rows' id, or {@code row}, their place in what was read, counted from 0. Classes:
 * {@code prediction} and a column {@code probability_CLASS} for each; values: a column {@code prediction_NAME} for each, or
 * {@code prediction} where there is one; densities: {@code log_density}, in nats. Fields of rows that could not be solved are empty.
 */
final class PredictionTable {
    private final Outputs outputs;
    private final ReadRows rows;
    private final Predictions predictions;

    PredictionTable(Outputs outputs, ReadRows rows, Predictions predictions) {
        this.outputs = outputs;
        this.rows = rows;
        this.predictions = predictions;
    }

    void writeTo(OutputStream stream) throws IOException {
        // not closed: whoever opened the stream does that
        Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        writer.append(header()).append('\n');
        long place = 0;
        int nextSkipped = 0;
        for (int row = 0; row < predictions.rows(); row++, place++) {
            while (nextSkipped < rows.skipped().size() && rows.skipped().get(nextSkipped) == place) {
                nextSkipped++;
                place++;
            }
            writer.append(rows.ids().isPresent() ? CsvField.of(rows.ids().get().get(row)) : Long.toString(place));
            predictions(writer, row);
            writer.append('\n');
        }
        writer.flush();
    }

    private String header() {
        List<String> names = outputs.names();
        StringBuilder header = new StringBuilder(rows.ids().isPresent() ? "id" : "row");
        if (outputs instanceof Outputs.LogDensity) {
            header.append(',').append(names.get(0));
        } else if (outputs instanceof Outputs.Classes) {
            header.append(",prediction");
            names.forEach(name -> header.append(',').append(CsvField.of("probability_" + name)));
        } else if (names.size() == 1) {
            header.append(",prediction");
        } else {
            names.forEach(name -> header.append(',').append(CsvField.of("prediction_" + name)));
        }
        return header.toString();
    }

    private void predictions(Writer writer, int row) throws IOException {
        boolean solved = !Float.isNaN(predictions.value(row, 0));
        if (outputs instanceof Outputs.Classes classes) {
            writer.append(',').append(solved ? CsvField.of(classes.names().get(predictions.likeliest(row))) : "");
        }
        for (int output = 0; output < predictions.width(); output++) {
            writer.append(',').append(solved ? Float.toString(predictions.value(row, output)) : "");
        }
    }
}
