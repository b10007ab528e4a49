package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.stream.Collectors;
import org.turnpike.field.Augmentation;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.spark.report.figure.Json;
import org.turnpike.spark.words.ModelWords;

/** A model in words, as rows of a table: terms and what they are. */
final class ModelTable {

    private static final int MOST_NAMES = 12;

    private ModelTable() {}

    static ArrayNode of(NeuralOde model) {
        Architecture architecture = model.architecture();
        ArrayNode words = Json.array();
        add(words, "Inputs", architecture.features() + ": " + brief(model.featureNames()));
        add(
                words,
                model.outputs() instanceof Outputs.Classes ? "Classes" : "Outputs",
                model.outputs().width() + ": " + brief(model.outputs().names()));
        add(
                words,
                "h_x, into the state",
                ModelWords.projection(architecture.input()) + augmentation(architecture.augmentation()));
        add(words, "State z", architecture.stateWidth() + (architecture.stateWidth() == 1 ? " number" : " numbers"));
        add(words, "Field ż = f", ModelWords.field(architecture.field()));
        add(words, "h_y, read-out", ModelWords.projection(architecture.output()));
        add(words, "Solver", ModelWords.solver(model.solver()));
        add(words, "Standardised", model.standardisation().isPresent() ? "yes" : "no");
        return words;
    }

    private static void add(ArrayNode words, String term, String description) {
        words.addArray().add(term).add(description);
    }

    private static String brief(List<String> names) {
        String some = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? some + ", …" : some;
    }

    private static String augmentation(Augmentation augmentation) {
        if (augmentation.dimensions() == 0) {
            return "";
        }
        String kind = augmentation instanceof Augmentation.Learned ? "learned" : "zero";
        return ", and " + augmentation.dimensions() + " " + kind + " dimension"
                + (augmentation.dimensions() == 1 ? "" : "s");
    }
}
