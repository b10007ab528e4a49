package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.evaluation.Predictor;

/** What a learned terminal time saves: inference of the same rows to t_f, and to the terminal time that training began with. */
public final class SpeedUp {

    private static final int MOST_ROWS = 2000;
    private static final int MOST_REPEATS = 7;

    /** That one of the two may take, so that the report of a slow model does not wait long for its last figure. */
    private static final double MOST_SECONDS = 2;

    private SpeedUp() {}

    /** @param initial the terminal time that training began with, later than t0 */
    public static ObjectNode measure(Subject subject, double initial) {
        NeuralOde model = subject.model();
        Table rows = Subject.evenly(subject.judged(), MOST_ROWS);
        ObjectNode figure = Json.object()
                .put("rows", rows.rows())
                .put("threads", subject.compute().threads())
                .put("backend", subject.compute().backend().name());
        NeuralOde deep = model.withTerminalTime(model.terminalTime().movedTo(initial));
        figure.set("initial", measure(deep, rows.features(), subject));
        figure.set("learned", measure(model, rows.features(), subject));
        return figure;
    }

    private static ObjectNode measure(NeuralOde model, RowMatrix rows, Subject subject) {
        try (Predictor predictor = new Predictor(model, subject.compute())) {
            double evaluations = predictor.predict(rows).forwardEvaluations();
            subject.compute().backend().warmUp();
            double once = predictor.inferenceSeconds(rows, 1)[0];
            int repeats = (int) Math.max(1, Math.min(MOST_REPEATS, MOST_SECONDS / once));
            double[] seconds = predictor.inferenceSeconds(rows, repeats);
            Arrays.sort(seconds);
            ObjectNode measured = Json.object();
            measured.set("terminalTime", Json.read(model.terminalTime().value()));
            measured.set("evaluations", Json.read(evaluations));
            measured.set("milliseconds", Json.read(1000 * seconds[repeats / 2]));
            return measured;
        }
    }
}
