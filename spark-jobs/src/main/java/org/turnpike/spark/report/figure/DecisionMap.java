package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.turnpike.data.Table;

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
        double[][] places = Plane.places(points);
        Extent extent = Extent.squareAround(places);
        int classes = subject.model().outputs().width();
        int resolution = (int) Math.min(FINEST, Math.sqrt(BUDGET / (double) (DEPTHS * (classes - 1))));
        ModelAtWork model = subject.atWork();
        double[] depths = model.depths(DEPTHS);
        double[][] grid = model.inputs(Plane.table(points, extent.grid(resolution)));
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
}
