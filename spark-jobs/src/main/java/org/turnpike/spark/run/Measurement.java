package org.turnpike.spark.run;

import java.util.Arrays;
import java.util.Optional;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.source.DataPart;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.evaluation.Evaluation;
import org.turnpike.training.evaluation.Predictor;

/** How good a model is on some rows, and how long it takes. */
public record Measurement(Evaluation evaluation) {
    private static final int MOST_REPEATS = 20;

    /** Of repeating an inference, to find the median. */
    private static final double MOST_SECONDS = 1;

    /** @throws org.turnpike.data.DataError where the rows do not fit the model */
    public static Measurement of(NeuralOde model, DataPart rows, Compute compute) {
        return new Measurement(rows.evaluate(model, compute));
    }

    /** {@code rows}, {@code loss}, and {@code accuracy}, {@code mse} or {@code nll}. */
    public Metrics metrics() {
        return new Metrics()
                .put("rows", evaluation.rows())
                .put("loss", evaluation.loss())
                .put("accuracy", evaluation.accuracy())
                .put("mse", evaluation.meanSquaredError())
                .put("nll", evaluation.negativeLogLikelihood());
    }

    /** The first row that the model could not solve. */
    public Optional<SampleFailure> failure() {
        return evaluation.failure();
    }

    /** Median milliseconds that the forward solve of the rows takes. */
    public static double inferenceMilliseconds(NeuralOde model, Table rows, Compute compute) {
        try (Predictor predictor = new Predictor(model, compute)) {
            compute.backend().warmUp();
            double once = predictor.inferenceSeconds(rows.features(), 1)[0];
            int repeats = (int) Math.max(1, Math.min(MOST_REPEATS, MOST_SECONDS / once));
            double[] seconds = predictor.inferenceSeconds(rows.features(), repeats);
            Arrays.sort(seconds);
            return 1000 * seconds[repeats / 2];
        }
    }
}
