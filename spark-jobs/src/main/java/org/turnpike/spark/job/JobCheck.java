package org.turnpike.spark.job;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
            String path = block + ConfigUtil.quoteString(entry.getKey()).replaceAll("^\"([\\w-]*)\"$", "$1");
            ConfigValue value = entry.getValue();
            ConfigValue expected = known.get(entry.getKey());
            if (expected == null) {
                throw unknown(path, value);
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
                    : Nearest.suggestion(String.valueOf(value.unwrapped()), rule.words());
            throw Settings.error(value, rule.expectation() + " for " + path, Settings.written(value), remedy);
        }
    }

    private UserError unknown(String path, ConfigValue value) {
        return Settings.error(
                value, "a key that there is", "'" + path + "'", "The nearest is '" + nearest(path) + "'.");
    }

    /** Nearest by the whole path; a key of the same name in another block counts as one edit away. */
    private String nearest(String path) {
        String name = lastName(path);
        return paths.stream()
                .min(Comparator.comparingInt((String candidate) -> Math.min(
                                Nearest.distance(path, candidate), 1 + 2 * Nearest.distance(name, lastName(candidate))))
                        .thenComparingInt(candidate -> Nearest.distance(path, candidate)))
                .orElseThrow();
    }

    private void collect(String block, ConfigObject object) {
        object.forEach((name, value) -> {
            paths.add(block + name);
            if (value instanceof ConfigObject inner) {
                collect(block + name + ".", inner);
            }
        });
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
