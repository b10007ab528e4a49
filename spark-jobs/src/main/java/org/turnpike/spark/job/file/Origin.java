package org.turnpike.spark.job.file;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a setting was written, as {@code file:line}. */
final class Origin {
    private static final String DEFAULTS = "reference.conf";

    private Origin() {}

    /** Of a block, the first of its settings that the user wrote: blocks are merged from several places. */
    static String of(ConfigValue value) {
        return leaves(value)
                .map(ConfigValue::origin)
                .filter(origin -> !origin.description().startsWith(DEFAULTS))
                .min((a, b) -> Integer.compare(a.lineNumber(), b.lineNumber()))
                .map(Origin::text)
                .orElseGet(() -> value instanceof ConfigObject ? "the job file" : text(value.origin()));
    }

    static String text(ConfigOrigin origin) {
        if (origin == null) {
            return "the job file";
        }
        String place = origin.description().replaceFirst(": \\d+(-\\d+)?$", "");
        if (origin.lineNumber() < 0 || place.startsWith("--set")) {
            return place;
        }
        String file = origin.filename() == null ? place : relative(origin.filename());
        return file + ":" + origin.lineNumber();
    }

    private static Stream<ConfigValue> leaves(ConfigValue value) {
        return value instanceof ConfigObject block ? block.values().stream().flatMap(Origin::leaves) : Stream.of(value);
    }

    /** As the user would type it: the library reports absolute paths. */
    private static String relative(String file) {
        Path here = Path.of("").toAbsolutePath();
        Path path = Path.of(file).toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : file;
    }
}
