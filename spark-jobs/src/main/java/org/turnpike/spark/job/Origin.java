package org.turnpike.spark.job;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;

/** Where a setting was written, as {@code file:line}. */
final class Origin {
    private Origin() {}

    static String text(ConfigOrigin origin) {
        if (origin == null) {
            return "the job file";
        }
        String place = origin.description();
        if (origin.lineNumber() < 0 || place.startsWith("--set")) {
            return place.replaceFirst("^(--set .*): \\d+(-\\d+)?$", "$1");
        }
        String file =
                origin.filename() == null ? place.replaceFirst(": \\d+(-\\d+)?$", "") : relative(origin.filename());
        return file + ":" + origin.lineNumber();
    }

    /** As the user would type it: the library reports absolute paths. */
    private static String relative(String file) {
        Path here = Path.of("").toAbsolutePath();
        Path path = Path.of(file).toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : file;
    }
}
