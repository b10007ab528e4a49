package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.turnpike.data.TargetValues;

/** For values: predicted against true ones, and R², for every output. */
final class RegressionFit implements Figure {

    private static final int MOST_POINTS = 1500;
    private static final int MOST_OUTPUTS = 8;

    @Override
    public String name() {
        return "regression";
    }

    @Override
    public boolean suits(Subject subject) {
        return !subject.isClassification() && !subject.isDensity();
    }

    @Override
    public ObjectNode draw(Subject subject) {
        TargetValues targets = (TargetValues) subject.judged().targets();
        double[][] predictions = subject.predictions();
        ArrayNode outputs = Json.array();
        for (int output = 0; output < Math.min(MOST_OUTPUTS, targets.width()); output++) {
            outputs.add(draw(targets, output, predictions));
        }
        ObjectNode figure = Json.object()
                .put("rows", predictions.length)
                .put("split", subject.judgedName())
                .put("outputsLeftOut", Math.max(0, targets.width() - MOST_OUTPUTS));
        figure.set("outputs", outputs);
        return figure;
    }

    private static ObjectNode draw(TargetValues targets, int output, double[][] predictions) {
        int rows = predictions.length;
        double[] actual = new double[rows];
        double[] predicted = new double[rows];
        double mean = 0;
        for (int row = 0; row < rows; row++) {
            actual[row] = targets.values().value(row, output);
            predicted[row] = predictions[row][output];
            mean += actual[row] / rows;
        }
        double unexplained = 0;
        double total = 0;
        for (int row = 0; row < rows; row++) {
            unexplained += Math.pow(actual[row] - predicted[row], 2);
            total += Math.pow(actual[row] - mean, 2);
        }
        ObjectNode figure = Json.object().put("name", targets.names().get(output));
        figure.set("actual", Json.drawn(evenly(actual)));
        figure.set("predicted", Json.drawn(evenly(predicted)));
        figure.set("explained", Json.read(1 - unexplained / total));
        figure.set("deviation", Json.read(Math.sqrt(unexplained / rows)));
        return figure;
    }

    private static double[] evenly(double[] values) {
        int points = Math.min(MOST_POINTS, values.length);
        double[] some = new double[points];
        for (int i = 0; i < points; i++) {
            some[i] = values[(int) ((long) i * values.length / points)];
        }
        return some;
    }
}
