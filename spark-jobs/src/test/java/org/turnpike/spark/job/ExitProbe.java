package org.turnpike.spark.job;

/** Ends as it is told: what the launcher's test runs in place of {@link Main} to see that exit codes pass through. */
public final class ExitProbe {
    private ExitProbe() {}

    public static void main(String[] words) {
        System.exit(Integer.parseInt(words[0]));
    }
}
