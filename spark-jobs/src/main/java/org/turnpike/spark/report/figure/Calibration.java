package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * For classes: how often the model is right where it claims to be right with some probability (a reliability diagram), and the
 * expected calibration error (Guo et al. 2017, Eq. 3), in bins of equal width.
 */
final class Calibration implements Figure {

    private static final int BINS = 10;

    @Override
    public String name() {
        return "calibration";
    }

    @Override
    public boolean suits(Subject subject) {
        return subject.isClassification();
    }

    @Override
    public ObjectNode draw(Subject subject) {
        int[] labels = Subject.classes(subject.judged());
        double[][] predictions = subject.predictions();
        int[] counts = new int[BINS];
        double[] confidences = new double[BINS];
        double[] accuracies = new double[BINS];
        int rows = 0;
        for (int row = 0; row < labels.length; row++) {
            int predicted = Scores.likeliest(predictions[row]);
            if (predicted >= 0) {
                double confidence = predictions[row][predicted];
                int bin = Math.min(BINS - 1, (int) (confidence * BINS));
                counts[bin]++;
                confidences[bin] += confidence;
                accuracies[bin] += predicted == labels[row] ? 1 : 0;
                rows++;
            }
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(accuracies[bin] - confidences[bin]) / Math.max(1, rows);
            confidences[bin] /= counts[bin];
            accuracies[bin] /= counts[bin];
        }
        ObjectNode figure = Json.object().put("rows", rows).put("split", subject.judgedName());
        figure.set("counts", Json.counts(counts));
        figure.set("confidences", Json.read(confidences));
        figure.set("accuracies", Json.read(accuracies));
        figure.set("error", Json.read(error));
        return figure;
    }
}
