package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.ConcatField;
import org.turnpike.field.ConvolutionHead;
import org.turnpike.field.ConvolutionStem;
import org.turnpike.field.ConvolutionalField;
import org.turnpike.field.Energy;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.FieldInput;
import org.turnpike.field.FlowField;
import org.turnpike.field.HyperNetworkField;
import org.turnpike.field.MlpField;
import org.turnpike.field.PortHamiltonianField;
import org.turnpike.field.Projection;
import org.turnpike.field.SecondOrderField;
import org.turnpike.field.StableField;
import org.turnpike.field.StochasticField;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.spark.report.figure.Json;

/** A model in words: terms and what they are. */
final class ModelWords {

    private static final int MOST_NAMES = 12;

    private ModelWords() {}

    static ArrayNode of(NeuralOde model) {
        Architecture architecture = model.architecture();
        ArrayNode words = Json.array();
        add(words, "Inputs", architecture.features() + ": " + brief(model.featureNames()));
        add(
                words,
                model.outputs() instanceof Outputs.Classes ? "Classes" : "Outputs",
                model.outputs().width() + ": " + brief(model.outputs().names()));
        add(words, "h_x, into the state", projection(architecture.input()) + augmentation(architecture.augmentation()));
        add(words, "State z", architecture.stateWidth() + (architecture.stateWidth() == 1 ? " number" : " numbers"));
        add(words, "Field ż = f", field(architecture.field()));
        add(words, "h_y, read-out", projection(architecture.output()));
        add(words, "Solver", solver(model.solver()));
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

    private static String projection(Projection projection) {
        if (projection instanceof Projection.Perceptron perceptron) {
            return layers(perceptron.hidden(), perceptron.activation());
        }
        if (projection instanceof Projection.LogDensity density) {
            return "log-density, base distribution of variance " + density.baseVariance();
        }
        if (projection instanceof ConvolutionStem stem) {
            return "three convolutions, " + stem.image() + " to " + stem.state();
        }
        if (projection instanceof ConvolutionHead head) {
            return "means of the " + head.state().channels() + " channels, affine";
        }
        return projection instanceof Projection.Affine ? "affine" : "identity";
    }

    private static String augmentation(Augmentation augmentation) {
        if (augmentation.dimensions() == 0) {
            return "";
        }
        String kind = augmentation instanceof Augmentation.Learned ? "learned" : "zero";
        return ", and " + augmentation.dimensions() + " " + kind + " dimension"
                + (augmentation.dimensions() == 1 ? "" : "s");
    }

    static String field(FieldDesign design) {
        if (design instanceof MlpField mlp) {
            String limit = mlp.speedLimit()
                    .map(bound -> ", speed at most " + bound.bound())
                    .orElse("");
            return layers(mlp.hidden(), mlp.activation()) + seen(mlp.inputs()) + limit;
        }
        if (design instanceof ConcatField concat) {
            return layers(concat.hidden(), concat.activation()) + ", sees t in every layer";
        }
        if (design instanceof HyperNetworkField hyper) {
            return "layer of " + hyper.width() + " units, "
                    + hyper.activation().name().toLowerCase(Locale.ROOT) + ", weights by a function of t: "
                    + layers(hyper.hidden(), Activation.TANH);
        }
        if (design instanceof FlowField flow) {
            return field(flow.motion()) + "; density by its trace"
                    + (flow.direction().isPresent() ? ", in training by Hutchinson's estimate" : "");
        }
        if (design instanceof StableField stable) {
            return "descent of an energy, " + layers(stable.hidden(), stable.activation()) + seen(stable.inputs());
        }
        if (design instanceof PortHamiltonianField flow) {
            return "port-Hamiltonian flow (" + kind(flow.matrix()) + ") of an energy, " + energy(flow.energy());
        }
        if (design instanceof ConvolutionalField convolutional) {
            return "two convolutions over " + convolutional.state() + seen(convolutional.inputs());
        }
        if (design instanceof StochasticField flow) {
            return "descent of an energy with noise, " + energy(flow.energy());
        }
        SecondOrderField flow = (SecondOrderField) design;
        return "second-order flow (" + kind(flow.coupling()) + ") of an energy, " + energy(flow.energy());
    }

    private static String energy(Energy energy) {
        return layers(energy.hidden(), energy.activation()) + seen(energy.inputs());
    }

    /** The name of a variant, which is a record of its own: {@code state dependent}. */
    private static String kind(Object variant) {
        String name = variant.getClass().getSimpleName();
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static String layers(List<Integer> hidden, Activation activation) {
        if (hidden.isEmpty()) {
            return "affine";
        }
        return "perceptron, hidden "
                + hidden.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ", "
                + activation.name().toLowerCase(Locale.ROOT);
    }

    private static String seen(Set<FieldInput> inputs) {
        return Stream.of(FieldInput.values())
                .filter(inputs::contains)
                .map(input -> input == FieldInput.TIME ? ", sees t" : ", sees the data")
                .collect(Collectors.joining());
    }

    private static String solver(SolverSettings settings) {
        if (settings instanceof SolverSettings.Adaptive adaptive) {
            return settings.name() + ", rtol " + adaptive.rtol() + ", atol " + adaptive.atol();
        }
        StepRule rule = settings.fixedSteps().orElseThrow();
        return settings.name()
                + (rule instanceof StepRule.Size size
                        ? ", step " + size.length()
                        : ", " + ((StepRule.Count) rule).count() + " steps")
                + (settings instanceof SolverSettings.Stochastic stochastic
                        ? ", mean of " + stochastic.paths() + " paths"
                        : "");
    }
}
