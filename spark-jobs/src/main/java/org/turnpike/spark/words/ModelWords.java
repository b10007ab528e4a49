package org.turnpike.spark.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.turnpike.model.TerminalTime;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;

/** A model in plain words. */
public final class ModelWords {
    private static final int MOST_NAMES = 8;

    private ModelWords() {}

    /** On one line: from the inputs to the outputs. */
    public static String architecture(NeuralOde model) {
        Architecture made = model.architecture();
        List<String> parts = new ArrayList<>();
        parts.add(Numbers.count(made.features(), "input"));
        if (!(made.input() instanceof Projection.Identity)) {
            parts.add(projection(made.input()));
        }
        if (made.density().isPresent()) {
            parts.add(field(made.field()));
            parts.add("normal distribution of variance "
                    + Numbers.plain(made.density().get().baseVariance()));
            parts.add(outputs(model.outputs()));
            return String.join(" → ", parts) + "; "
                    + Numbers.count(model.layout().size(), "parameter");
        }
        if (made.stateWidth() != made.features() || !(made.input() instanceof Projection.Identity)) {
            parts.add("state of " + made.stateWidth() + augmented(made.augmentation()));
        }
        parts.add(field(made.field()));
        if (!(made.output() instanceof Projection.Identity)) {
            parts.add(projection(made.output()));
        }
        parts.add(outputs(model.outputs()));
        return String.join(" → ", parts) + "; " + Numbers.count(model.layout().size(), "parameter");
    }

    /** What ż is. */
    public static String field(FieldDesign field) {
        if (field instanceof MlpField mlp) {
            return "field " + network(mlp.hidden(), mlp.activation().name())
                    + seen(mlp.inputs())
                    + mlp.speedLimit()
                            .map(limit -> " of speed at most " + Numbers.plain(limit.bound()))
                            .orElse("");
        }
        if (field instanceof ConcatField concat) {
            return "field " + network(concat.hidden(), concat.activation().name()) + " that sees t in every layer";
        }
        if (field instanceof HyperNetworkField hyper) {
            return "field of " + hyper.width() + " units ("
                    + word(hyper.activation().name()) + ") with weights by " + network(hyper.hidden(), "tanh")
                    + " of t";
        }
        if (field instanceof FlowField flow) {
            return field(flow.motion()) + " with "
                    + flow.direction()
                            .map(direction -> "its trace by Hutchinson's estimate (" + word(direction.name()) + ")")
                            .orElse("its trace");
        }
        if (field instanceof StableField stable) {
            return "field down the energy "
                    + energy(new Energy(stable.hidden(), stable.activation(), stable.floor(), stable.inputs()));
        }
        if (field instanceof PortHamiltonianField hamiltonian) {
            return "port-Hamiltonian field, " + words((Record) hamiltonian.matrix()) + " structure, energy "
                    + energy(hamiltonian.energy());
        }
        if (field instanceof ConvolutionalField convolutional) {
            return "convolutional field over " + convolutional.state() + seen(convolutional.inputs());
        }
        if (field instanceof StochasticField stochastic) {
            return "field down the energy " + energy(stochastic.energy()) + ", shaken by noise";
        }
        SecondOrderField second = (SecondOrderField) field;
        return "second-order field, " + words((Record) second.coupling()) + " coupling, energy "
                + energy(second.energy());
    }

    private static String energy(Energy energy) {
        return word(energy.floor().name()) + " of "
                + network(energy.hidden(), energy.activation().name())
                + seen(energy.inputs());
    }

    /** A design by the name of its class: {@code StateDependent} is state-dependent. */
    private static String words(Record design) {
        return word(design.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-"));
    }

    /** What comes out: classes, values, or a density. */
    public static String outputs(Outputs outputs) {
        if (outputs instanceof Outputs.LogDensity) {
            return "log-density";
        }
        return outputs instanceof Outputs.Classes
                ? Numbers.count(outputs.width(), "class", "classes")
                : Numbers.count(outputs.width(), "value");
    }

    /** The method, and the rule by which it takes its steps. */
    public static String solver(SolverSettings solver) {
        String method = solver.name();
        if (solver instanceof SolverSettings.Adaptive adaptive) {
            return method + ", steps chosen for each row (rtol " + Numbers.plain(adaptive.rtol()) + ", atol "
                    + Numbers.plain(adaptive.atol()) + ")";
        }
        StepRule rule = solver.fixedSteps().orElseThrow();
        String steps = rule instanceof StepRule.Count count
                ? method + ", " + Numbers.count(count.count(), "equal step")
                : method + ", steps of " + Numbers.plain(((StepRule.Size) rule).length());
        return solver instanceof SolverSettings.Stochastic stochastic
                ? steps + ", predictions the mean of " + Numbers.count(stochastic.paths(), "path")
                : steps;
    }

    /** From where to where a row is solved, and whether both ends mean anything to the field. */
    public static String times(NeuralOde model) {
        TerminalTime time = model.terminalTime();
        return isInitialTimeIdle(model)
                ? terminalTime(time) + "; the field does not see t, so that only t_f - t0 = "
                        + Numbers.plain(time.length()) + " matters"
                : terminalTime(time);
    }

    /** Whether t0 is learned, though the field cannot tell it from t_f. */
    public static boolean isInitialTimeIdle(NeuralOde model) {
        return model.terminalTime().isInitialLearned()
                && !model.architecture().vectorField().isTimeDependent();
    }

    private static String terminalTime(TerminalTime time) {
        String solved = "from " + Numbers.plain(time.t0()) + " to t_f = " + Numbers.plain(time.value());
        String bounded = time.lower() < time.upper()
                ? solved + " (bounds " + Numbers.plain(time.lower()) + " to " + Numbers.plain(time.upper()) + ")"
                : solved;
        TerminalTime.InitialBounds initial = time.initial();
        return time.isInitialLearned()
                ? bounded + ", t0 learned (bounds " + Numbers.plain(initial.lower()) + " to "
                        + Numbers.plain(initial.upper()) + ")"
                : bounded;
    }

    /** Some of the names, and how many there are. */
    public static String names(List<String> names) {
        String shown = names.stream()
                .limit(MOST_NAMES)
                .map(name -> name.contains(",") ? "'" + name + "'" : name)
                .collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? shown + ", … (" + names.size() + " in all)" : shown;
    }

    private static String augmented(Augmentation augmentation) {
        if (augmentation.dimensions() == 0) {
            return "";
        }
        return " (" + augmentation.dimensions()
                + (augmentation instanceof Augmentation.Zeros ? " added as 0)" : " added by a learned map)");
    }

    /** A map between inputs, state and outputs. */
    public static String projection(Projection projection) {
        if (projection instanceof ConvolutionStem stem) {
            return "convolutions of " + stem.image() + " to " + stem.state();
        }
        if (projection instanceof ConvolutionHead) {
            return "mean of every channel → affine";
        }
        if (projection instanceof Projection.LogDensity density) {
            return "log-density, base distribution of variance " + Numbers.plain(density.baseVariance());
        }
        if (projection instanceof Projection.Perceptron mlp) {
            return network(mlp.hidden(), mlp.activation().name());
        }
        return projection instanceof Projection.Affine ? "affine" : "identity";
    }

    private static String network(List<Integer> hidden, String activation) {
        return hidden.isEmpty()
                ? "affine"
                : "MLP " + hidden.stream().map(String::valueOf).collect(Collectors.joining("-")) + " ("
                        + word(activation) + ")";
    }

    private static String seen(Set<FieldInput> inputs) {
        if (inputs.isEmpty()) {
            return "";
        }
        return inputs.stream()
                .sorted()
                .map(input -> input == FieldInput.TIME ? "t" : "the inputs")
                .collect(Collectors.joining(" and ", " that sees ", ""));
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }
}
