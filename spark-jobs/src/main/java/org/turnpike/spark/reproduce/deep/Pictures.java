package org.turnpike.spark.reproduce.deep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.execution.Parameters;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.solver.TrajectorySolver;
import org.turnpike.spark.report.figure.Extent;
import org.turnpike.spark.reproduce.picture.Axis;
import org.turnpike.spark.reproduce.picture.Colours;
import org.turnpike.spark.reproduce.picture.Panel;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluator;
import org.turnpike.training.evaluation.Predictions;
import org.turnpike.training.evaluation.Predictor;

/** Panels as in the paper's Figures 1, 3, 4 and 6, of a model and the points that it was trained on. */
final class Pictures {
    private static final int DEPTHS = 25;
    private static final int PATHS = 20;
    private static final int RESOLUTION = 70;

    private final Table rows;
    private final Compute compute;

    /** @param generator of the rows: {@code moons?n=512&seed=1} */
    Pictures(String generator, Compute compute) {
        this.rows = GeneratorSpec.parse(generator).generate();
        this.compute = compute;
    }

    /** Terminal loss of a model that stops at t, for t from t0 to t_f (Figures 1a and 4). */
    double[][] lossOverTime(NeuralOde model) {
        double[][] points = new double[DEPTHS][];
        TerminalTime time = model.terminalTime();
        for (int i = 0; i < DEPTHS; i++) {
            double t = time.t0() + time.length() * (i + 1) / DEPTHS;
            NeuralOde shorter = model.withTerminalTime(TerminalTime.fixed(time.t0(), t));
            points[i] =
                    new double[] {t, Evaluator.evaluate(shorter, rows, compute).loss()};
        }
        return points;
    }

    /** States of some rows on their way, in the plane of the first two numbers (Figures 1b, 3 and 4). */
    Panel trajectories(String title, NeuralOde model) {
        Parameters parameters = compute.backend().newParameters(model.layout());
        parameters.set(model.weights());
        TrajectorySolver solver = new TrajectorySolver(
                compute.backend(), parameters, model.architecture().vectorField(), model.solver());
        double t0 = model.terminalTime().t0();
        double length = model.terminalTime().length();
        double[] times = new double[DEPTHS];
        Arrays.setAll(times, i -> t0 + length * i / (DEPTHS - 1));
        int[] some = new int[PATHS];
        Arrays.setAll(some, i -> (int) ((long) i * rows.rows() / PATHS));
        double[][] starts = new double[PATHS][model.architecture().stateWidth()];
        for (int path = 0; path < PATHS; path++) {
            // The models of these tables start at the point itself, behind it zeros.
            starts[path][0] = rows.features().value(some[path], 0);
            starts[path][1] = rows.features().value(some[path], 1);
        }
        double[][][] states = solver.solve(starts, times).states();
        List<double[]> all = new ArrayList<>();
        for (double[][] path : states) {
            all.addAll(List.of(path));
        }
        Panel panel = Panel.plane(title, "z1", "z2", Extent.squareAround(all.toArray(double[][]::new)));
        for (int path = 0; path < PATHS; path++) {
            String colour = Colours.of(label(some[path]));
            panel.line(states[path], colour, 1.2, 0.8).dots(new double[][] {states[path][DEPTHS - 1]}, colour, 2.5);
        }
        return panel;
    }

    /** The probability of the second class over the plane, and the points (Figures 10 and 11). */
    Panel decision(String title, NeuralOde model) {
        Extent extent = Extent.squareAround(points());
        double[] values = new double[RESOLUTION * RESOLUTION];
        Predictions predictions = predict(model, extent.grid(RESOLUTION));
        Arrays.setAll(values, row -> predictions.value(row, 1));
        Panel panel = Panel.plane(title, "x1", "x2", extent).landscape(values, RESOLUTION);
        return addPoints(panel);
    }

    /** The density over the plane (Figure 6). */
    Panel density(String title, NeuralOde model) {
        Extent extent = Extent.squareAround(points());
        double[] values = new double[RESOLUTION * RESOLUTION];
        Predictions predictions = predict(model, extent.grid(RESOLUTION));
        Arrays.setAll(values, row -> Math.exp(predictions.value(row, 0)));
        return Panel.plane(title, "x1", "x2", extent).landscape(values, RESOLUTION);
    }

    /** A chart of losses against the time at which the solution stops. */
    static Panel overTime(String title, double longest) {
        return Panel.chart(title, Axis.linear("t", 0, longest), Axis.logarithmic("loss", 1e-4, 3));
    }

    private Predictions predict(NeuralOde model, double[][] places) {
        float[] flat = new float[2 * places.length];
        for (int row = 0; row < places.length; row++) {
            flat[2 * row] = (float) places[row][0];
            flat[2 * row + 1] = (float) places[row][1];
        }
        try (Predictor predictor = new Predictor(model, compute)) {
            return predictor.predict(RowMatrix.copyOf(flat, 2));
        }
    }

    private Panel addPoints(Panel panel) {
        double[][] points = points();
        for (int label = 0; label < 2; label++) {
            int wanted = label;
            panel.dots(
                    IntStream.range(0, points.length)
                            .filter(row -> label(row) == wanted)
                            .mapToObj(row -> points[row])
                            .toArray(double[][]::new),
                    Colours.of(label),
                    1.2);
        }
        return panel;
    }

    private double[][] points() {
        double[][] points = new double[rows.rows()][];
        Arrays.setAll(points, row ->
                new double[] {rows.features().value(row, 0), rows.features().value(row, 1)});
        return points;
    }

    private int label(int row) {
        return rows.targets() instanceof ClassLabels labels ? labels.label(row) : 0;
    }
}
