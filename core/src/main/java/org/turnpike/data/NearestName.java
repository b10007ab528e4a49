package org.turnpike.data;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the valid name that a misspelt one was most likely meant to be, for the remedy of an error message. */
public final class NearestName {
    private NearestName() {}

    /**
     * The valid name with the fewest edits (a character inserted, left out, replaced, or swapped with its neighbour; case
     * is free) from {@code name}; nothing when even that takes more edits than half the longer name, since a far-fetched
     * suggestion misleads. Of equally near names the first wins.
     */
    public static Optional<String> among(Collection<String> valid, String name) {
        String nearest = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : valid) {
            int edits = edits(candidate.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (edits < fewest && 2 * edits <= Math.max(candidate.length(), name.length())) {
                nearest = candidate;
                fewest = edits;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** The sentence {@code Did you mean 'NAME'? } with its trailing space, or nothing where no name is near. */
    public static String suggestion(Collection<String> valid, String name) {
        return among(valid, name)
                .map(nearest -> "Did you mean " + DataError.quoted(nearest) + "? ")
                .orElse("");
    }

    /** Optimal string alignment distance: Levenshtein's, with a swap of neighbours counted once. */
    private static int edits(String left, String right) {
        int[][] distance = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                int replaced = distance[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                distance[i][j] = Math.min(replaced, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
                if (swapped) {
                    distance[i][j] = Math.min(distance[i][j], 1 + distance[i - 2][j - 2]);
                }
            }
        }
        return distance[left.length()][right.length()];
    }
}
