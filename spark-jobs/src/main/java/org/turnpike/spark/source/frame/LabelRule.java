package org.turnpike.spark.source.frame;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.turnpike.data.DataError;
import org.turnpike.data.LabelNames;
import org.turnpike.data.NearestName;
import org.turnpike.data.csv.CsvTarget;

/** What the labels of rows may be. It travels to the executors. */
final class LabelRule implements Serializable {
    private static final long serialVersionUID = 1;

    private enum Kind {
        CLASSES,
        VALUES,
        NONE
    }

    private final Kind kind;
    private final List<String> given;
    private final Set<String> known;

    private LabelRule(Kind kind, List<String> given) {
        this.kind = kind;
        this.given = given;
        this.known = new HashSet<>(given);
    }

    static LabelRule of(CsvTarget target) {
        if (target instanceof CsvTarget.ClassColumn classes) {
            return new LabelRule(Kind.CLASSES, classes.classNames().orElse(List.of()));
        }
        return new LabelRule(target instanceof CsvTarget.None ? Kind.NONE : Kind.VALUES, List.of());
    }

    boolean hasLabels() {
        return kind == Kind.CLASSES;
    }

    boolean isRegression() {
        return kind == Kind.VALUES;
    }

    /** The classes of a trained model, where there is one. */
    Optional<List<String>> given() {
        return given.isEmpty() ? Optional.empty() : Optional.of(given);
    }

    /** The label in its canonical form. @param remedy what follows the first words of the remedy */
    String checked(String text, String where, String remedy) {
        String label = text == null ? "" : LabelNames.canonical(text.strip());
        if (LabelNames.isMissing(label)) {
            throw new DataError(where, "a class label", "an empty field", "Fill it in" + remedy);
        }
        if (!given.isEmpty() && !known.contains(label)) {
            throw new DataError(
                    where,
                    "one of the classes " + String.join(", ", given),
                    DataError.quoted(label),
                    NearestName.suggestion(given, label) + "Correct the label" + remedy);
        }
        return label;
    }
}
