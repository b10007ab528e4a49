package org.turnpike.spark.report.figure;

import java.util.stream.IntStream;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Predictions;
import org.turnpike.training.evaluation.Predictor;

/** A model and the rows that figures show it at work on. What several figures need is computed once. For one thread. */
public final class Subject {

    /** Enough for figures of half a percentage point; more take time and show no more. */
    private static final int MOST_JUDGED = 20_000;

    private final NeuralOde model;
    private final Table shown;
    private final Table judged;
    private final String judgedName;
    private final Compute compute;
    private ModelAtWork atWork;
    private double[][] predictions;

    /**
     * @param shown rows to look at: the training rows
     * @param judged rows to judge by
     * @param judgedName which those are: {@code test}
     * @throws org.turnpike.data.DataError where the rows are not of the model's features or outputs
     */
    public Subject(NeuralOde model, Table shown, Table judged, String judgedName, Compute compute) {
        model.outputs().requireMatch(shown.targets(), "training rows");
        model.outputs().requireMatch(judged.targets(), judgedName + " rows");
        this.model = model;
        this.shown = shown;
        this.judged = evenly(judged, MOST_JUDGED);
        this.judgedName = judgedName;
        this.compute = compute;
    }

    NeuralOde model() {
        return model;
    }

    Table shown() {
        return shown;
    }

    Table judged() {
        return judged;
    }

    String judgedName() {
        return judgedName;
    }

    Compute compute() {
        return compute;
    }

    boolean isClassification() {
        return model.outputs() instanceof Outputs.Classes;
    }

    boolean isDensity() {
        return model.outputs() instanceof Outputs.LogDensity;
    }

    ModelAtWork atWork() {
        if (atWork == null) {
            atWork = new ModelAtWork(model, compute.backend());
        }
        return atWork;
    }

    /** What the model says of the judged rows, {@code [row][output]}. */
    double[][] predictions() {
        if (predictions == null) {
            try (Predictor predictor = new Predictor(model, compute)) {
                Predictions said = predictor.predict(judged.features());
                predictions = new double[said.rows()][said.width()];
                for (int row = 0; row < said.rows(); row++) {
                    for (int output = 0; output < said.width(); output++) {
                        predictions[row][output] = said.value(row, output);
                    }
                }
            }
        }
        return predictions;
    }

    /** The class of every row, for rows with classes. */
    static int[] classes(Table rows) {
        ClassLabels labels = (ClassLabels) rows.targets();
        return IntStream.range(0, rows.rows()).map(labels::label).toArray();
    }

    /** At most {@code most} rows, taken evenly, so that a figure of many rows stays small. */
    static Table evenly(Table rows, int most) {
        if (rows.rows() <= most) {
            return rows;
        }
        return rows.select(IntStream.range(0, most)
                .map(number -> (int) ((long) number * rows.rows() / most))
                .toArray());
    }
}
