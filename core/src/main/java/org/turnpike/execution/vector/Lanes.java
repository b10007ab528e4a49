package org.turnpike.execution.vector;

import java.util.Locale;

/** How many samples one machine operation computes. */
public enum Lanes {
    /** 512-bit vectors. */
    SIXTEEN(16),
    /** 256-bit vectors. */
    EIGHT(8),
    /** 128-bit vectors. */
    FOUR(4),
    /** Single floats: needs no {@code jdk.incubator.vector}. */
    ONE(1);

    private static final String MODULE = "jdk.incubator.vector";

    private final int count;

    Lanes(int count) {
        this.count = count;
    }

    public int count() {
        return count;
    }

    /** The widest that this machine's vectors hold, or {@link #ONE} where the Vector API is not available. */
    public static Lanes best() {
        return isVectorApiPresent() ? of(PreferredSpecies.floatLanes()) : ONE;
    }

    /** Whether this virtual machine was started with {@code --add-modules jdk.incubator.vector}. */
    public static boolean isVectorApiPresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /** By name ({@code auto}, {@code 16}, {@code 8}, {@code 4} or {@code 1}), as in the property {@code turnpike.vector.lanes}. */
    public static Lanes parse(String text) {
        if (text.trim().toLowerCase(Locale.ROOT).equals("auto")) {
            return best();
        }
        for (Lanes lanes : values()) {
            if (text.trim().equals(Integer.toString(lanes.count))) {
                if (lanes != ONE && !isVectorApiPresent()) {
                    throw new IllegalStateException("Expected the module " + MODULE + " for " + lanes.count
                            + " lanes, but this Java virtual machine was started without it; add --add-modules "
                            + MODULE
                            + " or choose 1 lane");
                }
                return lanes;
            }
        }
        throw new IllegalArgumentException("Expected auto, 16, 8, 4 or 1 lanes, found '" + text + "'");
    }

    private static Lanes of(int count) {
        for (Lanes lanes : values()) {
            if (lanes.count <= count) {
                return lanes;
            }
        }
        return ONE;
    }

    /** Apart, so that the incubator's classes load only where they are present. */
    private static final class PreferredSpecies {
        static int floatLanes() {
            return jdk.incubator.vector.FloatVector.SPECIES_PREFERRED.length();
        }
    }
}
