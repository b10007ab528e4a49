package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.turnpike.data.Table;

/** For a density of two features: how dense the model takes every point of the plane to be, at every depth. */
final class DensityMap implements Figure {

    private static final int DEPTHS = 21;
    private static final int MOST_POINTS = 600;
    private static final int RESOLUTION = 80;

    @Override
    public String name() {
        return "density";
    }

    @Override
    public boolean suits(Subject subject) {
        return subject.isDensity() && subject.shown().features().width() == 2;
    }

    @Override
    public ObjectNode draw(Subject subject) {
        Table points = Subject.evenly(subject.shown(), MOST_POINTS);
        double[][] places = Plane.places(points);
        Extent extent = Extent.squareAround(places);
        ModelAtWork model = subject.atWork();
        double[] depths = model.depths(DEPTHS);
        double[][] grid = model.inputs(Plane.table(points, extent.grid(RESOLUTION)));
        List<double[][]> frames = new ArrayList<>();
        for (double[][] logarithms : model.predictionsAt(grid, depths)) {
            double[][] densities = new double[logarithms.length][1];
            for (int pixel = 0; pixel < densities.length; pixel++) {
                densities[pixel][0] = Math.exp(logarithms[pixel][0]);
            }
            frames.add(densities);
        }
        // One scale for all depths, that of the model itself: what is denser on the way is drawn as dense as its
        // densest point.
        double highest = 0;
        for (double[] density : frames.get(DEPTHS - 1)) {
            highest = Double.isFinite(density[0]) ? Math.max(highest, density[0]) : highest;
        }
        ArrayNode pictures = Json.array();
        for (double[][] frame : frames) {
            pictures.add(Raster.ofValues(frame, 0, highest > 0 ? highest : 1));
        }
        ObjectNode figure = Json.object().put("resolution", RESOLUTION);
        figure.set("names", Json.texts(points.featureNames()));
        figure.set("extent", extent.json());
        figure.set("depths", Json.read(depths));
        figure.set("highest", Json.read(highest));
        figure.set("frames", pictures);
        figure.set("points", Json.drawn(places));
        return figure;
    }
}
