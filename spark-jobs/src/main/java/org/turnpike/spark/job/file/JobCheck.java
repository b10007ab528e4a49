package org.turnpike.spark.job.file;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.turnpike.data.NearestName;
import org.turnpike.spark.failure.UserError;

/** Holds a job file against {@code reference.conf}, which says what keys there are, and {@link JobKeys}. */
final class JobCheck {
    private final ConfigObject reference;
    private final Set<String> paths = new TreeSet<>();

    JobCheck(ConfigObject reference) {
        this.reference = reference;
        collect("", reference);
    }

    /** @throws UserError at the first key that there is not, or value that may not stand where it stands */
    void check(ConfigObject merged) {
        check("", merged, reference);
    }

    private void check(String block, ConfigObject merged, ConfigObject known) {
        merged.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            String path = block + entry.getKey();
            ConfigValue value = entry.getValue();
            ConfigValue expected = known.get(entry.getKey());
            if (expected == null) {
                throw unknown(block, entry.getKey(), value, known);
            }
            if (expected instanceof ConfigObject expectedBlock) {
                if (!(value instanceof ConfigObject actualBlock)) {
                    throw Settings.error(
                            value,
                            "a block " + path + " { … }",
                            Settings.written(value),
                            "It holds: " + String.join(", ", new TreeSet<>(expectedBlock.keySet())) + ".");
                }
                check(path + ".", actualBlock, expectedBlock);
            } else {
                checkValue(path, value);
            }
        });
    }

    private static void checkValue(String path, ConfigValue value) {
        Rule rule = JobKeys.byPath().get(path);
        if (value.valueType() == ConfigValueType.NULL || !rule.admits(value.unwrapped())) {
            String remedy = rule.words().isEmpty() || value.valueType() != ConfigValueType.STRING
                    ? "conf/reference.conf says what it means."
                    : Suggestion.among(rule.words(), String.valueOf(value.unwrapped()));
            throw Settings.error(value, rule.expectation() + " for " + path, Settings.written(value), remedy);
        }
    }

    private UserError unknown(String block, String name, ConfigValue value, ConfigObject known) {
        return Settings.error(
                value,
                "a key that there is",
                "'" + block + name + "'",
                nearest(block, name, known.keySet())
                        .map(path -> "The nearest is '" + path + "'.")
                        .orElseGet(() -> "There are: " + String.join(", ", new TreeSet<>(known.keySet())) + "."));
    }

    /** A misspelt key of this block; else a key of that name in another block; else the nearest path of all. */
    private Optional<String> nearest(String block, String name, Set<String> siblings) {
        return NearestName.among(new TreeSet<>(siblings), name)
                .map(sibling -> block + sibling)
                .or(() ->
                        paths.stream().filter(path -> path.endsWith("." + name)).findFirst())
                .or(() -> NearestName.among(paths, block + name));
    }

    private void collect(String block, ConfigObject object) {
        object.forEach((name, value) -> {
            paths.add(block + name);
            if (value instanceof ConfigObject inner) {
                collect(block + name + ".", inner);
            }
        });
    }
}
