package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;

/** How the states of training rows move from t0 to t_f, in a plane, over what the model makes of that plane. */
final class StatePaths implements Figure {

    private static final int DEPTHS = 41;
    private static final int MOST_PATHS = 200;

    @Override
    public String name() {
        return "paths";
    }

    @Override
    public boolean suits(Subject subject) {
        return true;
    }

    @Override
    public ObjectNode draw(Subject subject) {
        Table rows = Subject.evenly(subject.shown(), MOST_PATHS);
        ModelAtWork model = subject.atWork();
        double[] depths = model.depths(DEPTHS);
        double[][][] states = model.states(model.inputs(rows), depths);
        StatePlane plane = StatePlane.of(states);
        List<double[]> places = new ArrayList<>();
        ArrayNode paths = Json.array();
        for (double[][] path : states) {
            double[] flat = new double[2 * DEPTHS];
            for (int i = 0; i < DEPTHS; i++) {
                double[] place = plane.place(path[i], depths[i]);
                places.add(place);
                flat[2 * i] = place[0];
                flat[2 * i + 1] = place[1];
            }
            paths.add(Json.drawn(flat));
        }
        double[][] all = places.toArray(double[][]::new);
        Extent extent = plane instanceof StatePlane.OverTime ? Extent.around(all) : Extent.squareAround(all);
        ObjectNode figure = Json.object().put("width", states[0][0].length);
        figure.set("axes", Json.texts(plane.axes()));
        figure.set("extent", extent.json());
        figure.set("depths", Json.read(depths));
        figure.set("paths", paths);
        colours(figure, subject, rows);
        if (plane instanceof StatePlane.Projected projected) {
            figure.set("share", Json.read(projected.plane().share()));
        }
        if (plane instanceof StatePlane.AsTheyAre) {
            StateLandscape.of(subject, extent).addTo(figure);
        }
        return figure;
    }

    /** Classes, or the first target as a share of its range. */
    private static void colours(ObjectNode figure, Subject subject, Table rows) {
        if (subject.isClassification()) {
            figure.set("classes", Json.texts(subject.model().outputs().names()));
            figure.set("labels", Json.counts(Subject.classes(rows)));
        } else if (rows.targets() instanceof TargetValues targets) {
            double[] values = new double[rows.rows()];
            for (int row = 0; row < values.length; row++) {
                values[row] = targets.values().value(row, 0);
            }
            figure.set("values", Json.drawn(values));
            figure.put("valueName", targets.names().get(0));
        }
    }
}
