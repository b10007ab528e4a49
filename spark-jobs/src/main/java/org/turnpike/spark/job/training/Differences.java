package org.turnpike.spark.job.training;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turnpike.spark.job.file.JobFile;

/** In what a job differs from the one that made something earlier. */
final class Differences {
    private Differences() {}

    /**
     * Of settings, each in words.
     *
     * @param earlier a job file in canonical form
     * @param keys that count: blocks or single settings
     */
    static List<String> ofSettings(JobFile now, String earlier, List<String> keys) {
        Map<String, String> here = leaves(now, keys);
        Map<String, String> there = leaves(JobFile.ofCanonical(earlier, "the earlier run", List.of()), keys);
        return here.keySet().stream()
                .filter(key -> !here.get(key).equals(there.get(key)))
                .map(key -> key + " is " + here.get(key) + ", and was " + there.get(key))
                .toList();
    }

    /** Of the rows, in words. @param earlier fingerprints by the name of a part, and {@code now} likewise */
    static List<String> ofRows(Map<String, String> now, Map<String, String> earlier) {
        return List.of("training", "validation").stream()
                .filter(part -> !fingerprint(now, part).equals(fingerprint(earlier, part)))
                .map(part -> "the " + part + " rows are others than the last time")
                .toList();
    }

    private static String fingerprint(Map<String, String> data, String part) {
        return data.getOrDefault(part, Fingerprints.NO_ROWS);
    }

    private static Map<String, String> leaves(JobFile job, List<String> keys) {
        Map<String, String> leaves = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : job.settings().config().entrySet()) {
            String path = entry.getKey();
            boolean asked = keys.stream().anyMatch(key -> path.equals(key) || path.startsWith(key + "."));
            if (asked) {
                leaves.put(path, entry.getValue().render(ConfigRenderOptions.concise()));
            }
        }
        return leaves;
    }
}
