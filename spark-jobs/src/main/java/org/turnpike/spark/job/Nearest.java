package org.turnpike.spark.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a misspelt one was meant to be, by Levenshtein distance. */
final class Nearest {
    private Nearest() {}

    /** The candidate with the fewest edits from {@code word}, unless more than half of the word would have to change. */
    static Optional<String> to(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(candidate -> distance(word, candidate) <= Math.max(2, word.length() / 2));
    }

    /** “Did you mean x?” where something is near, else the whole choice. */
    static String suggestion(String word, Collection<String> candidates) {
        return to(word, candidates)
                .map(near -> "Did you mean '" + near + "'?")
                .orElseGet(() -> "Choose one of: " + String.join(", ", candidates) + ".");
    }

    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
