package org.turnpike.solver;

import java.util.HashMap;
import java.util.Map;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Field;
import org.turnpike.program.ParameterLayout;

/**
 * Gragg's method with Richardson extrapolation to order 16 (Hairer, Nørsett, Wanner, <i>Solving Ordinary Differential
 * Equations I</i>, §II.9): a reference that has nothing in common with the methods tested.
 */
final class Extrapolation {

    private static final int COLUMNS = 8;

    private final Workspace workspace;
    private final Buffer state;
    private final Buffer time;
    private final Buffer derivative;
    private final Call field;

    Extrapolation(Field field) {
        ReferenceBackend backend = new ReferenceBackend(1);
        this.workspace = backend.newWorkspace(backend.newParameters(ParameterLayout.EMPTY));
        this.state = workspace.allocate(field.stateWidth());
        this.time = workspace.allocate(1);
        this.derivative = workspace.allocate(field.stateWidth());
        Map<String, Buffer> inputs = new HashMap<>(Map.of("z", state, "t", time));
        this.field = workspace.prepare(field.program(), inputs, Map.of("dz", derivative));
    }

    double[] solve(double[] initial, double from, double to, int steps) {
        double[] y = initial;
        for (int i = 0; i < steps; i++) {
            y = step(y, from + (to - from) * i / steps, (to - from) / steps);
        }
        return y;
    }

    private double[] step(double[] y, double t, double length) {
        double[][] row = new double[COLUMNS][];
        for (int j = 0; j < COLUMNS; j++) {
            double[] previous = row[0];
            row[0] = midpointRule(y, t, length, 2 * (j + 1));
            for (int k = 1; k <= j; k++) {
                double ratio = Math.pow((double) (j + 1) / (j + 1 - k), 2);
                double[] better = new double[y.length];
                for (int i = 0; i < y.length; i++) {
                    better[i] = row[k - 1][i] + (row[k - 1][i] - previous[i]) / (ratio - 1);
                }
                previous = row[k];
                row[k] = better;
            }
        }
        return row[COLUMNS - 1];
    }

    private double[] midpointRule(double[] y, double t, double length, int substeps) {
        double h = length / substeps;
        double[] before = y;
        double[] now = moved(y, h, at(t, y));
        for (int i = 1; i < substeps; i++) {
            double[] next = moved(before, 2 * h, at(t + i * h, now));
            before = now;
            now = next;
        }
        return now;
    }

    private double[] at(double t, double[] y) {
        for (int i = 0; i < y.length; i++) {
            workspace.write(state, i, 0, y[i]);
        }
        workspace.fill(time, t);
        field.run();
        double[] result = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            result[i] = workspace.read(derivative, i, 0);
        }
        return result;
    }

    private static double[] moved(double[] y, double h, double[] k) {
        double[] result = y.clone();
        for (int i = 0; i < y.length; i++) {
            result[i] += h * k[i];
        }
        return result;
    }
}
