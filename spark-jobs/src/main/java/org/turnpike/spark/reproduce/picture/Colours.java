package org.turnpike.spark.reproduce.picture;

import java.util.List;

/** Colours that people who see few of them can tell apart (Okabe and Ito 2008), and a scale that is light where it is high. */
public final class Colours {
    public static final String INK = "#222222";
    public static final String FAINT = "#999999";

    private static final List<String> CLASSES =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442");

    /** From deep to high: anchors of matplotlib's viridis, lightened so that points are seen on it. */
    private static final int[][] SCALE = {
        {92, 84, 140}, {98, 122, 160}, {102, 158, 164}, {122, 192, 158}, {178, 220, 140}, {246, 240, 160}
    };

    private Colours() {}

    /** The colour of a class, or of a curve; they repeat after seven. */
    public static String of(int number) {
        return CLASSES.get(number % CLASSES.size());
    }

    /** The colour of a share in [0, 1]. */
    public static String scale(double share) {
        double place = Math.max(0, Math.min(1, share)) * (SCALE.length - 1);
        int low = Math.min((int) place, SCALE.length - 2);
        StringBuilder colour = new StringBuilder("#");
        for (int channel = 0; channel < 3; channel++) {
            double mixed = SCALE[low][channel] + (place - low) * (SCALE[low + 1][channel] - SCALE[low][channel]);
            colour.append(String.format("%02x", Math.round(mixed)));
        }
        return colour.toString();
    }
}
