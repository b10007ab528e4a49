package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.Unlabelled;

/** For two features and classes: which class the model gives to every point of the plane, at every depth. */
final class DecisionMap implements Figure {

    private static final int DEPTHS = 21;
    private static final int MOST_POINTS = 600;

    /** Bytes that all depths may take together, before they become text. */
    private static final int BUDGET = 260_000;

    private static final int FINEST = 72;

    @Override
    public String name() {
        return "decision";
    }

    @Override
    public boolean suits(Subject subject) {
        return subject.isClassification() && subject.shown().features().width() == 2;
    }

    @Override
    public ObjectNode draw(Subject subject) {
        Table points = Subject.evenly(subject.shown(), MOST_POINTS);
        double[][] places = places(points);
        Extent extent = Extent.squareAround(places);
        int classes = subject.model().outputs().width();
        int resolution = (int) Math.min(FINEST, Math.sqrt(BUDGET / (double) (DEPTHS * (classes - 1))));
        ModelAtWork model = subject.atWork();
        double[] depths = model.depths(DEPTHS);
        double[][] grid = model.inputs(table(points, extent.grid(resolution)));
        ArrayNode frames = Json.array();
        for (double[][] probabilities : model.predictionsAt(grid, depths)) {
            frames.add(Raster.ofProbabilities(probabilities));
        }
        ObjectNode figure = Json.object().put("resolution", resolution);
        figure.set("names", Json.texts(points.featureNames()));
        figure.set("classes", Json.texts(subject.model().outputs().names()));
        figure.set("extent", extent.json());
        figure.set("depths", Json.read(depths));
        figure.set("frames", frames);
        figure.set("points", Json.drawn(places));
        figure.set("labels", Json.counts(Subject.classes(points)));
        return figure;
    }

    private static double[][] places(Table rows) {
        double[][] places = new double[rows.rows()][];
        for (int row = 0; row < places.length; row++) {
            places[row] =
                    new double[] {rows.features().value(row, 0), rows.features().value(row, 1)};
        }
        return places;
    }

    private static Table table(Table like, double[][] places) {
        float[] values = new float[2 * places.length];
        for (int row = 0; row < places.length; row++) {
            values[2 * row] = (float) places[row][0];
            values[2 * row + 1] = (float) places[row][1];
        }
        return new Table(RowMatrix.takingOwnership(values, 2), like.featureNames(), new Unlabelled(places.length));
    }
}
