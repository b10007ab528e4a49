package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.turnpike.data.Table;

/**
 * Loss and score of the model if it stopped at a depth between t0 and t_f, read out as at t_f: where could t_f be cut?
 *
 * <p>The answer it names is the first depth from which on the score is never worse than that at t_f by more than a tenth of a
 * percentage point of accuracy, or a hundredth of the mean squared error.
 */
final class DepthCurve implements Figure {

    private static final int DEPTHS = 41;
    private static final int MOST_ROWS = 2000;
    private static final double ACCURACY_GIVEN_UP = 0.001;
    private static final double ERROR_GIVEN_UP = 0.01;
    private static final double LIKELIHOOD_GIVEN_UP = 0.01;

    @Override
    public String name() {
        return "depth";
    }

    @Override
    public boolean suits(Subject subject) {
        return ModelAtWork.tellsPredictions(subject.model());
    }

    @Override
    public ObjectNode draw(Subject subject) {
        Table rows = Subject.evenly(subject.judged(), MOST_ROWS);
        ModelAtWork model = subject.atWork();
        double[] depths = model.depths(DEPTHS);
        double[][][] predictions = model.predictionsAt(model.inputs(rows), depths);
        double[] losses = new double[DEPTHS];
        double[] scores = new double[DEPTHS];
        for (int i = 0; i < DEPTHS; i++) {
            losses[i] = Scores.loss(rows.targets(), predictions[i]);
            scores[i] = Scores.score(rows.targets(), predictions[i]);
        }
        int enough = enough(subject, scores);
        ObjectNode figure = Json.object()
                .put("rows", rows.rows())
                .put("split", subject.judgedName())
                .put("score", subject.isClassification() ? "accuracy" : subject.isDensity() ? "nll" : "mse");
        figure.set("depths", Json.read(depths));
        figure.set("losses", Json.read(losses));
        figure.set("scores", Json.read(scores));
        figure.set("enough", Json.read(depths[enough]));
        figure.put("share", enough / (double) (DEPTHS - 1));
        return figure;
    }

    private static int enough(Subject subject, double[] scores) {
        if (subject.isDensity()) {
            return firstLikely(scores);
        }
        return subject.isClassification() ? firstAccurate(scores) : firstExact(scores);
    }

    private static int firstLikely(double[] negativeLogLikelihoods) {
        double[] likelihoods =
                Arrays.stream(negativeLogLikelihoods).map(nll -> -nll).toArray();
        return firstEnough(likelihoods, likelihoods[DEPTHS - 1] - LIKELIHOOD_GIVEN_UP);
    }

    private static int firstAccurate(double[] accuracies) {
        return firstEnough(accuracies, accuracies[DEPTHS - 1] - ACCURACY_GIVEN_UP);
    }

    private static int firstExact(double[] errors) {
        double[] negated = Arrays.stream(errors).map(error -> -error).toArray();
        return firstEnough(negated, negated[DEPTHS - 1] * (1 + ERROR_GIVEN_UP));
    }

    /** The first place from which on no value is below {@code tolerated}. */
    private static int firstEnough(double[] values, double tolerated) {
        int enough = values.length - 1;
        while (enough > 0 && values[enough - 1] >= tolerated) {
            enough--;
        }
        return enough;
    }
}
