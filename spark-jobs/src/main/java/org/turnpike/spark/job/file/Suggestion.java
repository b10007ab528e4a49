package org.turnpike.spark.job.file;

import java.util.Collection;
import org.turnpike.data.NearestName;

/** What is said to somebody who wrote a name that there is not. */
public final class Suggestion {
    private Suggestion() {}

    /** “Did you mean 'x'?” where a valid name is near, else the whole choice. */
    public static String among(Collection<String> valid, String name) {
        return NearestName.among(valid, name)
                .map(nearest -> "Did you mean '" + nearest + "'?")
                .orElseGet(() -> "Choose one of: " + String.join(", ", valid) + ".");
    }
}
