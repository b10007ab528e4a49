package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** For classes: how many rows of each class were taken for which. */
final class ConfusionMatrix implements Figure {

    /** More would not fit a screen; the ones with the most mistakes are shown. */
    private static final int MOST_CLASSES = 20;

    @Override
    public String name() {
        return "confusion";
    }

    @Override
    public boolean suits(Subject subject) {
        return subject.isClassification();
    }

    @Override
    public ObjectNode draw(Subject subject) {
        List<String> names = subject.model().outputs().names();
        int[] labels = Subject.classes(subject.judged());
        double[][] predictions = subject.predictions();
        int[][] counts = new int[names.size()][names.size()];
        for (int row = 0; row < labels.length; row++) {
            int predicted = Scores.likeliest(predictions[row]);
            if (predicted >= 0) {
                counts[labels[row]][predicted]++;
            }
        }
        int[] kept = mostMistaken(counts);
        ArrayNode rows = Json.array();
        for (int actual : kept) {
            rows.add(Json.counts(Arrays.stream(kept)
                    .map(predicted -> counts[actual][predicted])
                    .toArray()));
        }
        ObjectNode figure = Json.object()
                .put("rows", labels.length)
                .put("split", subject.judgedName())
                .put("classesLeftOut", names.size() - kept.length);
        figure.set(
                "classes", Json.texts(Arrays.stream(kept).mapToObj(names::get).toList()));
        figure.set("counts", rows);
        return figure;
    }

    private static int[] mostMistaken(int[][] counts) {
        return IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparing((Integer label) -> -mistakes(counts, label)))
                .limit(MOST_CLASSES)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    private static int mistakes(int[][] counts, int label) {
        return Arrays.stream(counts).mapToInt(row -> row[label]).sum()
                + Arrays.stream(counts[label]).sum()
                - 2 * counts[label][label];
    }
}
