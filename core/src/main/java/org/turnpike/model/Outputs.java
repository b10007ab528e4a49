package org.turnpike.model;

import java.util.HashSet;
import java.util.List;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.TargetValues;
import org.turnpike.data.Targets;
import org.turnpike.objective.TerminalLoss;

/** What a model's outputs stand for, and their names. */
public sealed interface Outputs {

    List<String> names();

    /** The loss by which such a model is evaluated, and which makes its predictions. */
    TerminalLoss loss();

    default int width() {
        return names().size();
    }

    /** One output a class; predictions are probabilities. */
    record Classes(List<String> names) implements Outputs {
        public Classes {
            names = distinct("class", names, 2);
        }

        @Override
        public TerminalLoss loss() {
            return new TerminalLoss.CrossEntropy();
        }
    }

    /** Numbers in the targets' own units. */
    record Values(List<String> names) implements Outputs {
        public Values {
            names = distinct("output", names, 1);
        }

        @Override
        public TerminalLoss loss() {
            return new TerminalLoss.SquaredError();
        }
    }

    /** One output: the logarithm of the density of the inputs themselves, in nats, in the inputs' own units. */
    record LogDensity() implements Outputs {
        private static final List<String> NAMES = List.of("log_density");

        @Override
        public List<String> names() {
            return NAMES;
        }

        @Override
        public TerminalLoss loss() {
            return new TerminalLoss.NegativeLogLikelihood();
        }

        /** A density is one of the inputs: whatever else is known of the rows is not looked at. */
        @Override
        public void requireMatch(Targets targets, String where) {}
    }

    /** The outputs that a model of such targets has; of none, a density's. */
    static Outputs of(Targets targets) {
        if (targets instanceof ClassLabels labels) {
            return new Classes(labels.classNames());
        }
        if (targets instanceof TargetValues values) {
            return new Values(values.names());
        }
        return new LogDensity();
    }

    /**
     * Checks that {@code targets} are of these very outputs, as training and evaluation need it.
     *
     * @throws DataError where they are not
     */
    default void requireMatch(Targets targets, String where) {
        Outputs found = of(targets);
        if (!found.equals(this)) {
            throw new DataError(
                    where,
                    this + ", as the model has",
                    found.toString(),
                    "Use the data's model, or data with these labels.");
        }
    }

    private static List<String> distinct(String what, List<String> names, int atLeast) {
        if (names.size() < atLeast || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException(
                    "expected at least " + atLeast + " distinct " + what + " name(s), found " + names);
        }
        return List.copyOf(names);
    }
}
